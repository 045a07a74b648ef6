"""Requests of another city, as Open311 (GeoReport v2) writes them."""
