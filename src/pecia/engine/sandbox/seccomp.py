"""Seccomp: the system calls that a child may make; every other one is refused.

The list was derived by tracing children over documents of every format (see
`scripts/trace-system-calls`); a call goes in only when a document needs it, here or, under another
name, on a machine of another kind.
"""

from __future__ import annotations

import ctypes
import errno
import socket
import tempfile
from functools import cache
from typing import Any

from pecia.engine.sandbox import linux

ALLOWED = (
    # memory
    "brk", "madvise", "mmap", "mprotect", "mremap", "munmap",
    # files: what may be opened is Landlock's affair
    "access", "faccessat", "faccessat2", "close", "dup", "fcntl", "fstat", "fstatfs", "fsync",
    "ftruncate", "getcwd", "getdents64", "ioctl", "lseek", "lstat", "mkdir", "mkdirat",
    "newfstatat", "open", "openat", "pread64", "pwrite64", "read", "readlink", "readlinkat",
    "rename", "renameat", "renameat2", "rmdir", "sendfile", "stat", "statfs", "statx", "umask",
    "unlink", "unlinkat", "write", "writev", "chmod", "fchmodat", "memfd_create",
    # waiting
    "poll", "ppoll", "futex", "nanosleep", "clock_nanosleep", "sched_yield",
    # the descriptors that the child was born with
    "recvmsg", "sendmsg",
    # threads and signals within the process
    "exit", "exit_group", "rseq", "set_robust_list", "set_tid_address", "rt_sigaction",
    "rt_sigprocmask", "rt_sigreturn", "sigaltstack", "restart_syscall", "sched_getaffinity",
    "gettid", "tgkill", "arch_prctl",
    # clocks and facts
    "clock_getres", "clock_gettime", "gettimeofday", "time", "getrandom", "getpid", "getppid",
    "getuid", "geteuid", "getgid", "getegid", "getrusage", "sysinfo", "uname", "getrlimit",
    "getpriority", "setpriority",
)  # fmt: skip

# These are asked for only by an attacker: the process dies at once, and the parent sees SIGSYS.
FATAL = ("execve", "execveat", "fork", "vfork", "ptrace", "process_vm_writev", "bpf")

# What a child needs that starts a LibreOffice of its own; see `converters.office_process`.
FOR_PROGRAMS = (
    "execve", "fork", "vfork", "clone", "clone3", "wait4", "waitid", "kill", "setsid", "setpgid",
    "getpgrp", "getpgid", "getsid", "socketpair", "prctl", "prlimit64", "sched_setaffinity", "bind",
    "listen", "connect", "accept", "accept4", "getsockname", "getsockopt", "setsockopt", "sendto",
    "recvfrom", "chown", "lchown", "chdir", "fchdir", "close_range", "copy_file_range", "dup2",
    "dup3", "epoll_create1", "epoll_ctl", "epoll_pwait", "epoll_wait", "eventfd2", "fadvise64",
    "fallocate", "fchmod", "fdatasync", "flock", "get_robust_list", "getdents", "link", "linkat",
    "membarrier", "mincore", "pipe", "pipe2", "preadv", "pwritev", "pselect6", "readv", "select",
    "sched_getparam", "sched_getscheduler", "shutdown", "times", "truncate", "utime", "utimensat",
)  # fmt: skip

# glibc asks for clone3 first, whose flags a filter can't read, and falls back on clone.
_UNKNOWN = ("clone3",)
_CLONE_THREAD = 0x00010000
_BINARY_TREE = 2  # eight comparisons a call instead of a hundred


@cache
def program(programs: bool = False) -> bytes:
    """The compiled filter. Compile it in the parent: in the child, loading it is one call.

    `programs`: the child may start programs.
    """
    import pyseccomp

    filter_ = pyseccomp.SyscallFilter(pyseccomp.ERRNO(errno.EPERM))
    filter_.set_attr(pyseccomp.Attr.CTL_OPTIMIZE, _BINARY_TREE)
    extra = FOR_PROGRAMS if programs else ()
    rules = [(name, pyseccomp.ALLOW) for name in (*ALLOWED, *extra)]
    rules += [(name, pyseccomp.KILL_PROCESS) for name in FATAL if name not in extra]
    rules += [(name, pyseccomp.ERRNO(errno.ENOSYS)) for name in _UNKNOWN if name not in extra]
    for name, action in rules:
        _add(filter_, action, name)
    if programs:
        # LibreOffice listens on a socket in its own folder so that it is started once only.
        unix = pyseccomp.Arg(0, pyseccomp.EQ, socket.AF_UNIX)
        filter_.add_rule(pyseccomp.ALLOW, "socket", unix)
        return _exported(filter_)
    is_thread = pyseccomp.Arg(0, pyseccomp.MASKED_EQ, _CLONE_THREAD, _CLONE_THREAD)
    filter_.add_rule(pyseccomp.ALLOW, "clone", is_thread)
    # One limit may be changed, that of the CPU, and only for the process itself.
    filter_.add_rule(pyseccomp.ALLOW, "prlimit64", pyseccomp.Arg(0, pyseccomp.EQ, 0))
    return _exported(filter_)


def _exported(filter_: Any) -> bytes:
    with tempfile.TemporaryFile() as file:
        filter_.export_bpf(file)
        file.seek(0)
        return file.read()


def install(programs: bool = False) -> None:
    """Confine this process and all its threads for good."""

    class Program(ctypes.Structure):
        _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))

    code = program(programs)
    buffer = ctypes.create_string_buffer(code, len(code))
    pointer = ctypes.cast(buffer, ctypes.c_void_p)
    descriptor = Program(len(code) // 8, pointer)
    linux.prctl(linux.PR_SET_NO_NEW_PRIVS, 1)
    mode_filter = ctypes.c_ulong(2)
    result = linux.libc.prctl(linux.PR_SET_SECCOMP, mode_filter, ctypes.byref(descriptor), 0, 0)
    linux.checked(result, "seccomp")


def _add(filter_: Any, action: int, name: str) -> None:
    """Add a rule; a call that this architecture does not have needs none."""
    import pyseccomp

    try:
        number = pyseccomp.resolve_syscall(pyseccomp.system_arch(), name)
    except (OSError, ValueError):
        return
    if number >= 0:
        filter_.add_rule(action, name)
