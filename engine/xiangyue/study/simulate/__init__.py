"""Simulation: made-up communities under a real profile, with a clock of their own."""
