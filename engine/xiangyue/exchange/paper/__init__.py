"""Forms on paper: what stands on them, and the page that is printed."""
