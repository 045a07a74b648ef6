"""Time: instants, durations, and the working calendar of a country and a profile."""
