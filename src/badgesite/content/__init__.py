"""Files to records: every file of `content/` is found, read, validated, and checked against the others."""
