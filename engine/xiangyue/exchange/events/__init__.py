"""CloudEvents that ask for something: what they mean, and files of them."""
