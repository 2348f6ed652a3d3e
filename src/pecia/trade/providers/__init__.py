"""Payment providers: one protocol, a class for each. They know nothing of orders or of books."""
