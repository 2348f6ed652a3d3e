"""HTTP as `web` and `api` share it: who asks, errors, languages, files, limits. No pages."""
