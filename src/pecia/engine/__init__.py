"""The engine: any document to PDF, pages and text, each in a disposable sandbox.

It knows nothing of the site and imports nothing of ours; enter it through `public`.
"""

from __future__ import annotations
