"""Incidents: what the platform tried to do by itself and could not, until somebody mends it, retries it or answers it by hand.

A person's own act that fails is refused at once and leaves nothing. Only a due timer or a call of a service can fail with nobody
there to be told; its row keeps the code, the error and how often it was tried, and this is how people see it. An incident has
no row of its own: it is the timer or the call, and goes when that goes.
"""
