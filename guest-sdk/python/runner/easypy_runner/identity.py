"""Who, where and when: what a process would ask the system about itself, as the host tells it or as any would do."""

from __future__ import annotations

import errno
import getpass
import os
import platform
import socket
import time
from typing import NoReturn

from . import host

_ORDINARY = 1000
#: What `TZ` may say where local time is UTC.
_UTC = frozenset(("", "UTC", "UTC0", "UTC+0", "UTC-0", "GMT", "GMT0", "Etc/UTC", "Zulu", ":UTC"))


def install() -> None:
    """Build time: the user's and the machine's name come from the run."""
    getpass.getuser = os.getlogin = _user
    socket.gethostname = _machine
    socket.getfqdn = _fqdn
    os.uname = _uname
    platform.node = _machine
    # What Unix has beside it: the numbers of an ordinary user in a process group of its own.
    for name in ("getuid", "geteuid", "getgid", "getegid"):
        setattr(os, name, _ordinary)
    os.getgroups = lambda: [_ORDINARY]
    os.getpgrp = lambda: os.getpid()
    os.getpgid = os.getsid = lambda pid: os.getpid()
    os.umask = lambda mask: 0o022
    os.nice = lambda increment: 0
    os.getloadavg = lambda: (0.0, 0.0, 0.0)
    os.get_terminal_size = _no_terminal
    os.times = _times
    time.tzset = tzset


def _ordinary() -> int:
    """No user in particular, and not root."""
    return _ORDINARY


def _no_terminal(fd: int = 1) -> NoReturn:
    """`os.get_terminal_size`: what it raises of a file."""
    raise OSError(errno.ENOTTY, "Inappropriate ioctl for device")


def _times() -> os.times_result:
    """`os.times`: WASI's own is no time at all."""
    return os.times_result((time.process_time(), 0.0, 0.0, 0.0, time.monotonic()))


def tzset() -> None:
    """`time.tzset`: local time can be nothing but UTC, and who thinks that it is another is told."""
    zone = os.environ.get("TZ", "")
    if zone not in _UTC:
        raise NotImplementedError(
            f"time.tzset() with TZ={zone!r}: local time is UTC in the sandbox. Times of a zone are had by "
            f"datetime.now(zoneinfo.ZoneInfo('Europe/Paris')) and .astimezone(…), with the zone's name."
        )


def _user() -> str:
    """The user that the host runs as."""
    return host.info().user


def _machine() -> str:
    """The name of the host's machine."""
    return host.info().host


def _fqdn(name: str = "") -> str:
    """The name itself: names are not resolved in the sandbox."""
    return name.strip() or host.info().host


def _uname() -> os.uname_result:
    """The sandbox's system on the host's machine."""
    return os.uname_result(("wasi", host.info().host, "0.2", "easypy-wasm", "wasm32"))
