"""Namespaces: no network, no other process, no shared memory, a private folder in memory.

The process namespace is entered by the fork itself, see `forked_into_new_pid_namespace`; the
others by the child, see `enter`.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pecia.engine.sandbox import linux

NOBODY = 65534


def become_able_to_make_namespaces() -> None:
    """In a parent that is not root: enter a user namespace in which it may make others.

    Must run while the process has one thread. Raises `OSError` where the system forbids it.
    """
    if os.geteuid() == 0:
        return
    uid, gid = os.geteuid(), os.getegid()
    linux.unshare(linux.CLONE_NEWUSER)
    _map_ids(uid, gid)


def one_per_child() -> bool:
    """Whether this parent can give each child a process namespace of its own.

    Only root may go back to the namespace it came from, which it must between two forks.
    """
    return os.geteuid() == 0


def share_one_among_children() -> None:
    """For a parent that is not root: all its children will live in one process namespace.

    They are apart from the machine's processes, and from each other by Landlock and seccomp. The
    first process of a namespace must outlive the others; it does nothing, and dies with us.
    """
    linux.unshare(linux.CLONE_NEWPID)
    if os.fork() == 0:
        linux.prctl(linux.PR_SET_PDEATHSIG, signal.SIGKILL)
        os.closerange(0, 1 << 16)
        while True:
            signal.pause()


@contextmanager
def forked_into_new_pid_namespace(own_namespace: int) -> Iterator[None]:
    """The next fork inside this block makes process 1 of a new process namespace.

    `own_namespace` is a descriptor of `/proc/self/ns/pid`. Afterwards the caller's next children
    are born in the caller's own namespace again: unshare may not be called twice in a row.
    """
    linux.unshare(linux.CLONE_NEWPID)
    parent = os.getpid()
    try:
        yield
    finally:
        # The child has left this namespace for good, so only the parent goes back.
        if os.getpid() == parent:
            linux.setns(own_namespace, linux.CLONE_NEWPID)


def drop_to_nobody() -> None:
    """A parent that runs as root gives its child the identity that owns nothing."""
    if os.geteuid() != 0:
        return
    os.setgroups([])
    os.setresgid(NOBODY, NOBODY, NOBODY)
    os.setresuid(NOBODY, NOBODY, NOBODY)
    # A change of identity takes away the right to write our own id maps in /proc/self.
    linux.prctl(linux.PR_SET_DUMPABLE, 1)


def enter_user() -> None:
    """A user namespace, so that what follows needs no right outside."""
    uid, gid = os.geteuid(), os.getegid()
    linux.unshare(linux.CLONE_NEWUSER)
    _map_ids(uid, gid)


def enter_others(flags: int) -> None:
    """Network, IPC, UTS and mount namespaces, whichever `flags` names."""
    linux.unshare(flags)


def mount_private_folder(folder: Path, size_mb: int) -> None:
    """Hide `folder` under an empty file system in memory of at most `size_mb`.

    The names of the directories in it are kept: LibreOffice holds the name of the temporary
    directory that it made in the parent and goes on using it.
    """
    names = [entry.name for entry in folder.iterdir() if entry.is_dir()]
    linux.mount("none", "/", None, linux.MS_REC | linux.MS_PRIVATE, None)
    flags = linux.MS_NOSUID | linux.MS_NODEV
    linux.mount("pecia", str(folder), "tmpfs", flags, f"size={size_mb}m,mode=700")
    for name in names:
        (folder / name).mkdir()


def show_as_tmp(folder: Path) -> None:
    """Let `folder` be seen as /tmp too, where LibreOffice insists on making a socket."""
    linux.mount(str(folder), "/tmp", None, linux.MS_BIND, None)  # noqa: S108


def _map_ids(uid: int, gid: int) -> None:
    for name, value in (
        ("setgroups", "deny"),
        ("uid_map", f"{uid} {uid} 1"),
        ("gid_map", f"{gid} {gid} 1"),
    ):
        Path("/proc/self", name).write_text(value)
