"""The second door: everything that a person at the machine does, as `jingban` commands. One command, one file."""
