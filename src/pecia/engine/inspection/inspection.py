"""What an inspection returns. It crosses the sandbox's wall as JSON, so it can be checked there."""

from __future__ import annotations

from dataclasses import dataclass, field

from pecia.engine.findings import Findings
from pecia.engine.formats.catalogue import Format


@dataclass(slots=True)
class Metadata:
    """What the file says of itself. Strings are cleaned; dates are ISO 8601 as written."""

    title: str = ""
    author: str = ""
    created: str = ""
    modified: str = ""
    producer: str = ""
    language: str = ""


@dataclass(slots=True)
class HiddenData:
    """What a publisher may not know to be in the file."""

    comments: int = 0
    tracked_changes: int = 0
    hidden_sheets: list[str] = field(default_factory=list)
    hidden_slides: list[int] = field(default_factory=list)
    people: list[str] = field(default_factory=list)
    has_location: bool = False


@dataclass(slots=True)
class Inspection:
    """A document's type and all that was found in it without showing it."""

    format: Format
    encoding: str | None = None
    encrypted: bool = False
    findings: Findings = field(default_factory=Findings)
    metadata: Metadata = field(default_factory=Metadata)
    hidden: HiddenData = field(default_factory=HiddenData)
    fonts: list[str] = field(default_factory=list)  # that the document asks for
    heavy_pages: list[int] = field(default_factory=list)  # of a PDF: must not be loaded
    east_asian: bool = False  # written in Chinese, as far as a glance tells

    def add_person(self, name: str) -> None:
        """Note somebody's name, once."""
        if name and name not in self.hidden.people and len(self.hidden.people) < 50:
            self.hidden.people.append(name)


def add_hidden_findings(inspection: Inspection) -> None:
    """Turn what is hidden into findings."""
    hidden, findings = inspection.hidden, inspection.findings
    if hidden.comments:
        findings.add("comments", f"{hidden.comments} comments")
    if hidden.tracked_changes:
        findings.add("tracked_changes", f"{hidden.tracked_changes} changes")
    if hidden.hidden_sheets:
        findings.add("hidden_sheet", ", ".join(hidden.hidden_sheets)[:200])
    if hidden.hidden_slides:
        findings.add("hidden_slide", ", ".join(map(str, hidden.hidden_slides))[:200])
    if hidden.people:
        findings.add("author_names", f"{len(hidden.people)} names")
    if hidden.has_location:
        findings.add("gps", "a picture holds the place where it was taken")
