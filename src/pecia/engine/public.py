"""The door of the engine: everything that other parts may use.

    from pecia.engine.public import Engine

    with Engine() as engine:
        for event in engine.events("report.docx"):
            print(event)

`Engine.render` raises `Refusal`, whose `code` is stable and whose `advice` is for the person who
gave the document. Events, pages and findings are plain dataclasses.
"""

from __future__ import annotations

from pecia.engine.engine import Engine
from pecia.engine.errors import ADVICE, Refusal
from pecia.engine.events import Event, Finished, FirstPage, Inspected, PageReady, PdfReady
from pecia.engine.findings import SEVERITY, Finding, Severity
from pecia.engine.formats.catalogue import FORMATS, Converter, Family, Format
from pecia.engine.options import EngineSettings, RenderOptions
from pecia.engine.pool.pool import SAMPLES
from pecia.engine.pool.settings import Places
from pecia.engine.pool.supervisor import PoolStartError
from pecia.engine.rendering import Facts, HiddenData, Metadata, Page, Rendering, TextLine
from pecia.engine.report import (
    inspection_report,
    readable_name,
    refusal_report,
    rendering_report,
)
from pecia.engine.sandbox.layers import ALLOW_WEAK, Layer
from pecia.engine.sandbox.layers import available as sandbox_layers
from pecia.engine.sandbox.limits import Limits
from pecia.engine.system import SystemFacts, system_facts

__all__ = [
    "ADVICE",
    "ALLOW_WEAK",
    "FORMATS",
    "SAMPLES",
    "SEVERITY",
    "Converter",
    "Engine",
    "EngineSettings",
    "Event",
    "Facts",
    "Family",
    "Finding",
    "Finished",
    "FirstPage",
    "Format",
    "HiddenData",
    "Inspected",
    "Layer",
    "Limits",
    "Metadata",
    "Page",
    "PageReady",
    "PdfReady",
    "Places",
    "PoolStartError",
    "Refusal",
    "RenderOptions",
    "Rendering",
    "Severity",
    "SystemFacts",
    "TextLine",
    "inspection_report",
    "readable_name",
    "refusal_report",
    "rendering_report",
    "sandbox_layers",
    "system_facts",
]
