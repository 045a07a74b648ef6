"""Alerts of the Common Alerting Protocol: CAP 1.2 in and out, 1.1 in."""
