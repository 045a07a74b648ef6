"""Other people's formats: what comes in from them and what goes out to them."""
