"""How files come in: uploads that survive a bad line, folders, and the pipeline of small steps."""
