"""Every story runs in an installation with the sample data, on each database."""

from sample_installation import (  # noqa: F401 fixtures are found by their names
    office,
    postgres_url,
    sample_postgres,
    sample_sqlite,
    sqlite_url,
)
