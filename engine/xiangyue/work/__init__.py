"""What is done in one transaction, or read from one snapshot."""
