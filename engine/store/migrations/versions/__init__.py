"""The revisions, in one line from 0001 to the head."""
