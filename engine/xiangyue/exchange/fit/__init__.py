"""Communities with their indicators, in tables."""
