"""A person's own page, and how allauth's pages behave here."""
