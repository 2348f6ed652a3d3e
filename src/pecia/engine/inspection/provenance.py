"""Labels that say a document was generated. They are told, not verified."""

from __future__ import annotations

import re

from pecia.engine.inspection.inspection import Inspection

# IPTC's term for generated media, and the label that Chinese law (GB 45438) puts into metadata.
_GENERATED = re.compile(rb"(?:composite(?:WithT|T)|t)rainedAlgorithmicMedia")
_AIGC = re.compile(rb"\bAIGC\b(?=[^<]{0,40}[>=:(\"{])")


def look(content: bytes, inspection: Inspection) -> None:
    """Note the labels in a piece of metadata."""
    if _GENERATED.search(content):
        inspection.findings.add("provenance", "labelled as generated, not verified")
    if _AIGC.search(content):
        inspection.findings.add("provenance", "AIGC label present, not verified")
