"""Sending: what leaves the store for people and for other systems."""
