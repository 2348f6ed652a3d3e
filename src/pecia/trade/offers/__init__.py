"""What is asked for a document, and what the buyer is told before paying."""
