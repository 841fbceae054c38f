"""Processes: there is one, and the guest ends with it.

What starts another one fails with an error that says what to do instead. What ends this one does so, and its
reason reaches the report, which WASI's exit status (0 or 1) cannot carry.
"""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from typing import NoReturn

from . import host, signals

_INSTEAD = (
    "There are no processes in the sandbox. Let the host do it before the run and pass what it gives as a parameter "
    "or in a file beside the script; start testscripts with run() or Task()."
)
# Of `os` on other systems. Asking for them is an AttributeError that teaches; `hasattr` is False, as libraries
# that look before they leap need it.
_ABSENT_OF_OS = frozenset(
    """
    fork forkpty execl execle execlp execlpe execv execve execvp execvpe spawnl spawnle spawnlp spawnlpe spawnv
    spawnve spawnvp spawnvpe posix_spawn posix_spawnp wait wait3 wait4 waitid waitpid setsid setpgid killpg
    openpty startfile
    """.split()
)  # fmt: skip

# Of the build; a run has its own.
_pid = 1
_trap = os.abort


class Ended(BaseException):
    """The job ended itself, by a signal or as after one. What ends a process cannot be caught as an `Exception`."""

    __module__ = "easypy"


class NoProcesses(OSError):
    """Starting a process was asked for."""

    def __init__(self, what: str):
        super().__init__(errno.ENOTSUP, f"cannot start {what}. {_INSTEAD}")


def install() -> None:
    """Build time: the library's ways to start and end processes become the sandbox's."""
    subprocess.Popen.__init__ = _popen
    os.system = _system
    os.popen = _os_popen
    os.getpid = _getpid
    os.getppid = _getppid
    os.kill = _kill
    os.abort = abort
    os._exit = exit_now
    for name in _ABSENT_OF_OS:
        if hasattr(os, name):
            delattr(os, name)
    os.__getattr__ = _absent_of_os
    signals.install(end)


def start() -> None:
    """Run time: the number of the process that this guest runs in."""
    global _pid
    _pid = host.process_id()


def flush() -> None:
    """What was printed and not yet written goes out."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (AttributeError, OSError, ValueError):
            # The user's file has put something else there, or closed it.
            pass


def end(how: str) -> NoReturn:
    """Ends the guest: a task at once, and in a report its open sections are Errored, because of `how`; a job by `Ended`, for
    it has no sections, and the line that did it is what its user wants to see.
    """
    flush()
    if host.taskid() is None:
        raise Ended(f"The job ended itself by {how}.")
    host.panicking("errored", f"The testscript ended itself by {how}.")
    # Not `os._exit`: the host takes WASI's exit for the script's own end, and has no reason for it.
    _trap()
    raise SystemError("the guest is still there after it was ended")


def abort() -> NoReturn:
    """`os.abort`."""
    end("os.abort()")


def exit_now(status: int) -> NoReturn:
    """`os._exit`. In a job it is `sys.exit`: only so the run ends with this status."""
    if host.taskid() is None:
        raise SystemExit(status & 0xFF)
    end(f"os._exit({status})")


def _getpid() -> int:
    """`os.getpid`: the process that the guest runs in."""
    return _pid


def _getppid() -> int:
    """`os.getppid`: none that a guest could reach."""
    return 0


def _kill(pid: int, signal: int) -> None:
    """`os.kill`: signals reach this process only, as those of others would."""
    if pid != _pid:
        raise PermissionError(errno.EPERM, f"cannot send signal {int(signal)} to process {pid}. {_INSTEAD}")
    signals.deliver(signal)


def _popen(self, args, *rest, **named) -> None:
    self._child_created = False
    command = args if isinstance(args, (str, bytes, os.PathLike)) else " ".join(map(str, args))
    raise NoProcesses(repr(command))


def _system(command: str) -> NoReturn:
    raise NoProcesses(repr(command))


def _os_popen(cmd: str, mode: str = "r", buffering: int = -1) -> NoReturn:
    raise NoProcesses(repr(cmd))


def _absent_of_os(name: str) -> NoReturn:
    if name in _ABSENT_OF_OS:
        raise AttributeError(f"os.{name} is not there. {_INSTEAD}", name=name, obj=os)
    raise AttributeError(f"module 'os' has no attribute {name!r}", name=name, obj=os)
