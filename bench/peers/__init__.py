"""The ways to a PDF and a picture of its first page that are measured, Pecia's among them."""
