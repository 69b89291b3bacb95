"""`python -m engine.cli`: the same as the command `jingban`, for places where it is not installed."""

from engine.cli.main import main

if __name__ == "__main__":
    main()
