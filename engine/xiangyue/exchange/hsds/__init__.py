"""HSDS, the Human Services Data Specification: directories of organisations and what they offer."""
