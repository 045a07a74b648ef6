"""Files of any kind: bounded, and with places for whatever stands in them."""
