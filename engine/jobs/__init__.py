"""F6, jobs: work that is done later, by any worker, whatever dies in between.

A job is a name and a few short texts (ids). It is enqueued in the transaction of whoever wants it done, so that both exist or
neither. It may run more than once; what it changes must therefore check, in its own transaction, whether it is still owed.
"""

from engine.jobs.port import LAST, NORMAL, SOON, Handler, Job, Jobs, Worker

__all__ = ["LAST", "NORMAL", "SOON", "Handler", "Job", "Jobs", "Worker"]
