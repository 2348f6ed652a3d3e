"""Finding documents by what is written in them."""
