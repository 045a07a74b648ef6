"""Looking after an installation: backup, restore, doctor."""
