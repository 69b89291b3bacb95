"""Event logs for process mining: XES (IEEE 1849) and OCEL 2.0. Without personal data: people appear by their ids."""
