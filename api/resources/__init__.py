"""One resource, one file: parse, execute or ask, dump. Registered explicitly in `api.app`."""
