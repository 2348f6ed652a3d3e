"""Processes that wait, warm, to open one document each and die.

A *zygote* is a parent that has loaded everything once; it forks a child per document. There are
two: `office` (LibreOffice) and `light` (PDFium, HTML, images, inspection).
"""

from __future__ import annotations
