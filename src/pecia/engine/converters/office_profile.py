"""The LibreOffice profile that every child reads: nothing active, nothing remote, no history."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<oor:items xmlns:oor="http://openoffice.org/2001/registry"'
    ' xmlns:xs="http://www.w3.org/2001/XMLSchema"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n'
)

_SCRIPTING = "org.openoffice.Office.Common/Security/Scripting"

# (path, property, value)
SETTINGS = (
    # A stale .~lock.NAME# of a killed child would make the next load fail.
    ("org.openoffice.Office.Common/Misc", "UseLocking", "false"),
    ("org.openoffice.Office.Common/Misc", "UseDocumentSystemFileLocking", "false"),
    ("org.openoffice.Office.Common/Misc", "UseDocumentOOoLockFile", "false"),
    (_SCRIPTING, "BlockUntrustedRefererLinks", "true"),
    (_SCRIPTING, "DisableMacrosExecution", "true"),
    (_SCRIPTING, "MacroSecurityLevel", "3"),
    ("org.openoffice.Office.Common/History", "PickListSize", "0"),
    ("org.openoffice.Office.Common/Save/Document", "AutoSave", "false"),
    ("org.openoffice.Office.Recovery/AutoSave", "Enabled", "false"),
    ("org.openoffice.Office.Recovery/RecoveryInfo", "Enabled", "false"),
    ("org.openoffice.Office.Calc/Content/Update", "Link", "1"),  # never
    ("org.openoffice.Office.Writer/Content/Update", "Link", "0"),  # never
    # Values as the author's program stored them: what the reader is meant to see.
    ("org.openoffice.Office.Calc/Formula/Load", "OOXMLRecalcMode", "1"),  # never
    ("org.openoffice.Office.Calc/Formula/Load", "ODFRecalcMode", "1"),  # never
)

# A document is opened in a window that nobody sees; each bar in it costs a millisecond or more.
_MODULES = ("Writer", "WriterWeb", "WriterGlobal", "Impress", "Draw", "Calc")
_BARS = (
    "statusbar/statusbar",
    "menubar/menubar",
    "toolbar/standardbar",
    "toolbar/textobjectbar",
    "toolbar/toolbar",
    "toolbar/formatobjectbar",
    "toolbar/drawbar",
    "toolbar/findbar",
    "toolbar/commontaskbar",
)


def write(profile: Path) -> None:
    """Make the profile folder; every child reads it, none can write it."""
    items = "".join(
        f'<item oor:path="/{path}">{_property(*rest)}</item>\n' for path, *rest in SETTINGS
    )
    items += "".join(_without_bar(module, bar) for module in _MODULES for bar in _BARS)
    user = profile / "user"
    (user / "config").mkdir(parents=True, exist_ok=True)
    for palette in ("sob", "sog", "soh", "sop"):  # tables for drawing, unpacked anew by each child
        (user / "config" / f"standard.{palette}").touch()
    (user / "registrymodifications.xcu").write_text(f"{_HEAD}{items}</oor:items>\n")


def _property(name: str, value: str) -> str:
    return f'<prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop>'


def _without_bar(module: str, bar: str) -> str:
    states = f"/org.openoffice.Office.UI.{module}WindowState/UIElements/States"
    node = f'<node oor:name="private:resource/{bar}" oor:op="replace">'
    return f'<item oor:path="{states}">{node}{_property("Visible", "false")}</node></item>\n'


def let_children_read(profile: Path) -> None:
    """Open what LibreOffice has made in the profile: a child may have another identity.

    LibreOffice still writes there and renames what it wrote: a file may be gone at its turn.
    """
    for folder, _, files in os.walk(profile):
        Path(folder).chmod(0o755)
        for name in files:
            with suppress(FileNotFoundError):
                Path(folder, name).chmod(0o644)
