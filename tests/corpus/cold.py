"""LibreOffice's own command line, as everybody starts it: the reference for fidelity."""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path

from pecia.engine import fonts


def convert(source: Path, folder: Path, profile: Path) -> Path | None:
    """The PDF that `soffice --convert-to` makes in `folder`, None where it makes none."""
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        # A plain name: some of the real ones confuse the command line.
        copy = Path(scratch) / f"document{source.suffix.lower()}"
        copy.write_bytes(source.read_bytes())
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
