"""What a document's own text says it is about. Proposals, never decisions."""
