"""LibreOffice's own command line, as everybody starts it: the reference for fidelity."""

from __future__ import annotations

import codecs
import os
import subprocess
import tempfile
from pathlib import Path

from pecia.engine import fonts
from pecia.engine.formats import encodings


def convert(source: Path, folder: Path, profile: Path) -> Path | None:
    """The PDF that `soffice --convert-to` makes in `folder`, None where it makes none."""
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        # A plain name: some of the real ones confuse the command line.
        copy = Path(scratch) / f"document{source.suffix.lower()}"
        copy.write_bytes(_readable(source))
        command = [
            "soffice",
            "--headless",
            f"-env:UserInstallation=file://{profile}",
            "--convert-to",
            "pdf",
            "--outdir",
            str(folder),
            str(copy),
        ]
        environment = {
            **os.environ,
            "FONTCONFIG_FILE": str(fonts.CONFIGURATION),
            "LC_ALL": "C.UTF-8",
        }
        try:
            subprocess.run(command, env=environment, capture_output=True, timeout=120, check=False)
        except subprocess.TimeoutExpired:
            return None
    made = folder / "document.pdf"
    return made if made.exists() else None


def _readable(source: Path) -> bytes:
    """The file; plain text in UTF-8 with its mark, since the reference guesses no encoding."""
    data = source.read_bytes()
    if source.suffix.lower() != ".txt":
        return data
    text, _ = encodings.decode(data)
    return codecs.BOM_UTF8 + text.removeprefix("\ufeff").encode("utf-8", "replace")
