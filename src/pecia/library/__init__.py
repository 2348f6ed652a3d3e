"""Documents, their editions, categories and collections; who may see what: the gate.

Does not know how pages are made, what they cost, or why something is restricted.
"""
