"""Workflow configurations of DIGIT: business services with their states, actions and escalation."""
