"""People, organisations, roles and permission names, and who runs the site.

Does not know documents. What a person may do to a document is asked of `library`.
"""
