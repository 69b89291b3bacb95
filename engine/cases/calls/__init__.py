"""Calls of services outside the house: asked in the transaction that reaches the task, done by a worker, answered in another.

    ask → (job) begin → connector → answer, or set back → (job) …, or an incident for people

A call is a row as long as it is owed: the transaction that answers it also removes it, so whoever comes second finds nothing
to answer. The service itself may be asked more than once and is told the same idempotency key each time.
"""
