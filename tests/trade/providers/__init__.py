"""Payment providers: what each does, and that all do the same."""
