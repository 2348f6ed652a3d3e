"""Buying a document: the offer, the order, what one has bought."""
