"""A provider that is not there: it moves no money, remembers what it says it moved, and misbehaves.

Its truth lies in a file of its own, apart from the site's books, so that the two can be compared.
"""
