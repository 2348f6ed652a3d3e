"""Whole ways through the site, each as somebody would go it."""
