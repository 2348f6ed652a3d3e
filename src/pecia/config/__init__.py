"""Wires the parts together: settings, URLs, the WSGI application. May import all."""
