"""Every code that people are shown has words."""

from __future__ import annotations

import ast
from pathlib import Path

import pecia
from pecia.accounts.public import CredentialKind
from pecia.engine.public import SEVERITY, Severity
from pecia.ingest.public import steps
from pecia.library import errors
from pecia.library.public import DocumentState, EditionState, Licence, RightsBasis
from pecia.ops.finding_labels import FINDING_LABELS, SEVERITY_LABELS
from pecia.web.context import credential_label
from pecia.web.frame.entries import EDITION_STATES
from pecia.web.mine.history import WORDS
from pecia.web.operator.labels import STEPS
from pecia.web.reader import labels

LIBRARY = Path(pecia.__file__).parent / "library"


def test_every_finding_has_a_label() -> None:
    assert FINDING_LABELS.keys() == SEVERITY.keys()
    assert SEVERITY_LABELS.keys() == set(Severity)
    assert labels.FINDINGS.keys() <= SEVERITY.keys()


def test_every_finding_that_holds_a_file_says_why() -> None:
    assert labels.HOLDS.keys() == {code for code, how in SEVERITY.items() if how == Severity.HOLD}


def test_every_state_has_a_word() -> None:
    assert errors.STATES.keys() == {*DocumentState.values, *EditionState.values}
    assert EDITION_STATES.keys() == set(EditionState) - {EditionState.APPROVED}


def test_every_step_has_a_word() -> None:
    assert STEPS.keys() == {step.name for step in steps()}


def test_every_licence_and_every_ground_has_a_word() -> None:
    assert labels.LICENCES.keys() == set(Licence)
    assert labels.RIGHTS.keys() == set(RightsBasis)


def test_every_credential_is_called_what_it_is() -> None:
    words = [credential_label(kind) for kind in CredentialKind.values]
    assert len(set(words)) == len(words)


def test_every_entry_of_a_diary_has_a_word() -> None:
    states = {f"edition-{state}" for state in ("approved", "held", "refused", "failed")}
    assert WORDS.keys() == _noted() | states | set(DocumentState.values) - {"draft"}


def _noted() -> set[str]:
    """What the library writes into diaries by a name that stands in the source."""
    found = set()
    for path in LIBRARY.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "history.note":
                found |= {node.args[1].value} if isinstance(node.args[1], ast.Constant) else set()
    return {str(name) for name in found}
