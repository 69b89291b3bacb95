"""F6, history: the event log, which is the truth. One hash-chained row per accepted step; append-only.

`record` appends, `chain` proves that no byte changed, `fold` re-executes, `queries` reads it out.
"""
