"""What the rooms of the record have in common: journal, refusals and exports."""
