"""Event logs: read, drafted into a profile, and driven through one."""
