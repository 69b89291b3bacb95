"""Syntax to closures. One file per construct; each registers how it is compiled (`compiler.compiles`).

A closure takes the `Frame` of the evaluation and answers a FEEL value. Nothing here uses `eval` or `exec`.
"""
