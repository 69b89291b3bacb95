"""The built-in functions of DMN 1.5, 10.3.4, one file per family, all registered in one table."""
