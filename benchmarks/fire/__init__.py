"""The run time under fire: real servers that are killed, databases that restart, lines that are cut, and a check afterwards.

Everything here stands outside the product: it calls the documented commands, speaks REST, and reads tables with plain SQL.
"""
