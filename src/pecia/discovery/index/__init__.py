"""Indexes of documents: one protocol, a module a backend."""
