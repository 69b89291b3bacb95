"""The load generator: clients over real HTTP that write down what was acknowledged. It knows the documented contract only.

Used by the benchmarks `http` and `scaling`, which read its times, and by the fault programs, which read its journal.
"""
