"""Uploads, folders and the pipeline."""
