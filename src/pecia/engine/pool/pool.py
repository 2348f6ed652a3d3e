"""The pool: both zygotes, their folder and sockets, started, tested, watched, stopped."""

from __future__ import annotations

import os
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import pecia
from pecia.engine import fonts
from pecia.engine.errors import Refusal
from pecia.engine.pool.client import Client, Job
from pecia.engine.pool.office_installation import has_office_kit
from pecia.engine.pool.own_folders import OwnFolder
from pecia.engine.pool.protocol import Message
from pecia.engine.pool.selftest import ensure_jail_holds
from pecia.engine.pool.settings import PoolSettings, ZygoteSettings
from pecia.engine.pool.supervisor import PoolStartError, Supervisor, environment_for_children
from pecia.engine.sandbox import layers
from pecia.engine.sandbox.layers import ALLOW_WEAK, Layer

LIGHT, OFFICE = "light", "office"
SAMPLES = Path(pecia.__file__).parent / "engine" / "samples"
_WARM = {
    LIGHT: ("text.pdf", "page.html", "notes.md", "picture.png"),
    OFFICE: (
        "fonts.docx", "text.docx", "text.doc", "text.odt", "text.rtf", "text.txt", "slides.pptx",
        "slides.ppt", "slides.odp", "sheet.xlsx", "sheet.xls", "sheet.ods", "sheet.csv",
    ),
}  # fmt: skip
_OLD_OFFICE = "office_process"
_REHEARSAL = {
    LIGHT: ("text.pdf", "text.docx"),
    OFFICE: ("latin.docx", "text.pdf", "text.odt", "slides.ppt", "text.docx"),
    _OLD_OFFICE: ("text.pdf",),
}
_SYSTEM = (
    "/usr", "/lib", "/lib64", "/etc/fonts", "/etc/libreoffice", "/etc/ld.so.cache",
    "/var/cache/fontconfig", "/etc/passwd", "/etc/nsswitch.conf", "/etc/localtime",
    "/etc/papersize", "/var/lib/libreoffice", "/var/spool/libreoffice", "/dev/null", "/dev/urandom",
)  # fmt: skip


class Pool:
    """Zygotes of this process, or the sockets of another process's pool."""

    def __init__(self, settings: PoolSettings) -> None:
        self._settings = settings
        self._supervisors: dict[str, Supervisor] = {}
        self._clients: dict[str, Client] = {}
        self._lock = threading.Lock()
        self.missing_layers: dict[Layer, str] = {}
        self.folder = Path()  # where the sockets lie
        self._own_folder: OwnFolder | None = None
        self._workspace = Path()  # where children work; others may pass through it

    def start(self) -> None:
        """Start the zygotes and let each prove that its jail holds.

        Raises `PoolStartError`: a layer of the sandbox is missing, a zygote does not start, or a
        canary got out.
        """
        self._check_layers()
        self._own_folder = _make_workspace()
        self._workspace = self._own_folder.path
        self.folder = self._settings.folder or self._workspace
        self.folder.mkdir(parents=True, exist_ok=True)
        self._bring(
            fonts.CONFIGURATION,
            *(SAMPLES / name for names in _REHEARSAL.values() for name in names),
        )
        for name in (LIGHT, OFFICE) if self._settings.office else (LIGHT,):
            environment = environment_for_children(
                self._private(name), self._workspace / fonts.CONFIGURATION.name
            )
            environment["PYTHONPATH"] = os.pathsep.join(_python_path())
            module = f"pecia.engine.zygotes.{_program(name)}"
            supervisor = Supervisor(module, self._zygote_settings(name), environment)
            supervisor.start()
            self._supervisors[name] = supervisor
        try:
            self._prove(LIGHT)
        except BaseException:
            self.stop()
            raise

    @classmethod
    def attached(cls, folder: Path, settings: PoolSettings) -> Pool:
        """The pool that another process runs in `folder`. Raises `OSError` when there is none."""
        pool = cls(settings)
        pool.folder = folder
        pool._clients = {LIGHT: Client(folder / f"{LIGHT}.sock")}
        return pool

    def client(self, name: str) -> Client:
        """A connection to a zygote that is ready; waits while it starts.

        Raises `PoolStartError`.
        """
        if name in self._supervisors:
            client = self._supervisors[name].client()
            if name == OFFICE:
                self._prove(OFFICE)
            return client
        with self._lock:
            client_ = self._clients.get(name)
            if client_ is None or not client_.alive:
                client_ = self._clients[name] = _attach(self.folder / f"{name}.sock")
            return client_

    @property
    def inspects_in_office(self) -> bool:
        """Whether the office zygote is up, with children jailed as tightly as the light ones."""
        if not has_office_kit():
            return False
        if self._supervisors:
            return OFFICE in self._supervisors and self._supervisors[OFFICE].is_ready
        try:
            return self.client(OFFICE).alive
        except PoolStartError:
            return False

    def submit(self, name: str, work: Message, source: Path | int | None) -> Job:
        """Send a job to a zygote. Raises `Refusal` when none answers."""
        for _ in range(3):
            try:
                return self.client(name).submit(work, source, self._settings.limits)
            except PoolStartError as error:
                raise Refusal("engine_unavailable", str(error)[-300:]) from error
            except (BrokenPipeError, ConnectionError):
                time.sleep(0.05)  # it died this moment; its successor is on the way
        raise Refusal("engine_unavailable", f"the {name} zygote does not stay up")

    def health(self) -> dict[str, Message]:
        """Figures of each zygote that runs."""
        report: dict[str, Message] = {}
        for name in self._supervisors or self._clients:
            with suppress(PoolStartError, OSError):
                report[name] = self.client(name).health()
                if name in self._supervisors:
                    report[name]["restarts"] = self._supervisors[name].restarts
        return report

    def drain(self) -> None:
        """Let every zygote finish what it has; nothing new is taken."""
        for name in self._supervisors:
            with suppress(PoolStartError, OSError):
                self._supervisors[name].client(timeout=1).drain()

    def stop(self) -> None:
        """End everything. Safe to call twice."""
        for client in self._clients.values():
            client.close()
        for supervisor in self._supervisors.values():
            supervisor.stop()
        self._supervisors.clear()
        if self._own_folder is not None:
            self._own_folder.remove()

    def _check_layers(self) -> None:
        reasons = layers.available()
        self.missing_layers = {
            layer: reason
            for layer, reason in reasons.items()
            if reason or layer not in self._wanted
        }
        if self.missing_layers and not layers.weak_allowed():
            listed = "; ".join(
                f"{name}: {why or 'off'}" for name, why in self.missing_layers.items()
            )
            raise PoolStartError(
                f"the sandbox is not complete ({listed}). Set {ALLOW_WEAK}=1 to run without, only "
                "for documents that you trust."
            )

    @property
    def _wanted(self) -> frozenset[Layer]:
        return self._settings.layers

    def _prove(self, name: str) -> None:
        """Run the canary once in each zygote's children."""
        with self._lock:
            supervisor = self._supervisors[name]
            client = supervisor.client()
            if supervisor.proven == supervisor.pid:
                return
            weak = bool(self.missing_layers)
            programs = _program(name) == _OLD_OFFICE
            ensure_jail_holds(client, self._private(name), weak=weak, programs=programs)
            supervisor.proven = supervisor.pid

    def _bring(self, *files: Path) -> None:
        """Copy what children read to where they may: our package may lie in a home of another."""
        for file in files:
            copy = self._workspace / file.name
            copy.write_bytes(file.read_bytes())
            copy.chmod(0o644)

    def _private(self, name: str) -> Path:
        return self._workspace / name

    def _zygote_settings(self, name: str) -> ZygoteSettings:
        profile = self._workspace / "profile"
        private = self._private(name)
        private.mkdir(exist_ok=True)
        private.chmod(0o1777)
        warm = _WARM[name] if self._settings.warm or name == LIGHT else _WARM[name][1:2]
        rehearsal = tuple(self._workspace / file for file in _REHEARSAL[_program(name)])
        configuration = self._workspace / fonts.CONFIGURATION.name
        readable = (*map(Path, _SYSTEM), profile, *rehearsal, configuration, *_python_folders())
        return ZygoteSettings(
            socket=self.folder / f"{name}.sock",
            private=private,
            profile=profile,
            readable=readable,
            warm=tuple(SAMPLES / sample for sample in warm),
            rehearsal=rehearsal,
            places=self._settings.places,
            limits=self._settings.limits,
            layers=self._wanted.difference(self.missing_layers),
            lifeline=-1,
            status=-1,
            programs=_program(name) == _OLD_OFFICE,
        )


def _program(name: str) -> str:
    """The zygote's module: another where LibreOffice can't be held warm."""
    return _OLD_OFFICE if name == OFFICE and not has_office_kit() else name


def _attach(path: Path) -> Client:
    try:
        return Client(path)
    except OSError as error:
        raise PoolStartError(f"no pool answers at {path}") from error


def _make_workspace() -> OwnFolder:
    """Others may pass through it (a child has another identity) but not list it.

    A LibreOffice that is started anew has /tmp replaced, so then it must not lie there.
    """
    place = None if has_office_kit() else "/var/tmp"  # noqa: S108 - with a name of its own
    folder = OwnFolder(place=place)
    folder.path.chmod(0o711)
    (folder.path / "profile").mkdir()
    return folder


def _python_path() -> list[str]:
    """Where this process found its own packages, so that a zygote finds the same."""
    return [path for path in sys.path if path]


def _python_folders() -> list[Path]:
    return [Path(sys.base_prefix), Path(sys.prefix), Path(pecia.__file__).parent]
