"""Programs that measure. `jingban bench NAME` runs one; each prints a median, its floor in the same run, and the ratio."""
