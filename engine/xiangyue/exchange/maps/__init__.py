"""Maps: where units are."""
