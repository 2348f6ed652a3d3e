"""What a case is, and the canaries that all cases share.

The harness that runs the cases listens on ``CANARY_PORT``, writes ``CANARY_TEXT`` into
``CANARY_FILE`` and sets the environment variable ``CANARY_ENV`` to it. A case that reads the
file, the variable or ``/etc/passwd``, or that sends a packet, then gives itself away.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

CANARY_HOST = "127.0.0.1"
CANARY_PORT = 18979
CANARY_URL = f"http://{CANARY_HOST}:{CANARY_PORT}"
CANARY_TEXT = "pecia-canary-7f3a"
CANARY_FILE = "/tmp/pecia-canary.txt"
CANARY_FILE_URL = f"file://{CANARY_FILE}"
CANARY_ENV = "PECIA_CANARY"

PASSWD_URL = "file:///etc/passwd"
PASSWD_CANARY = "root:x:0:"

# A macro or event handler that runs would leave this file behind; it must never exist.
MARKER_FILE = "/tmp/pecia-script-ran.txt"

# The case "too large" is one byte longer than this; the engine must be given this limit.
TOO_LARGE_LIMIT = 1 << 20


def codes(words: str) -> frozenset[str]:
    """Turn a list of words into a set of codes, so that tables stay short."""
    return frozenset(words.split())


REFUSALS = codes(
    "empty too_large type_mismatch type_unknown type_not_allowed password_protected "
    "archive_in_document zip_overlap ratio zip_path zip_ambiguous zip_entries zip_damaged dtd "
    "xml_limits depth pixels page_size stream_limit xfa damaged render_failed time_limit "
    "memory_limit output_limit no_pages"
)

FINDINGS = codes(
    "ambiguous_type type_mismatch macro event_script remote_content external_link "
    "embedded_object embedded_file active_formula active_content encrypted truncated "
    "blank_pages scanned hidden_text suspected_bomb missing_fonts tracked_changes comments "
    "hidden_sheet hidden_slide author_names gps text_encoding control_characters media "
    "optional_content revised_after_signing incremental_update signature page_failed "
    "provenance malware_test_file xfa"
)


@dataclass(frozen=True)
class Case:
    """One hostile file and what may become of it."""

    number: int
    slug: str
    name: str
    build: Callable[[], bytes]
    outcomes: frozenset[str]
    findings: frozenset[str] = frozenset()
    canary: str | None = None
    note: str = ""
    slow: bool = False  # needs more than five seconds, so it runs with the long tests only


OK = codes("ok")
