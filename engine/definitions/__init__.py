"""F7, definitions: the archive of what can run. Source bytes with versions and hashes; programs are caches of it."""
