"""The network: what the host refuses is refused with what to do instead.

The calls are made as always, so whatever a host lets through works.
"""

from __future__ import annotations

import socket

_INSTEAD = (
    "The sandbox has no network. Devices are reached through the testbed, `device.connect()`; what other services give is "
    "collected before the run, and handed over as a parameter or in a file beside the script."
)

_plain_getaddrinfo = socket.getaddrinfo


def install() -> None:
    """Build time: `socket`, whose errors other modules show."""
    for name in ("__init__", "bind", "connect", "listen", "sendto"):
        setattr(socket.socket, name, _explained(name))
    socket.getaddrinfo = _getaddrinfo
    for name in ("gethostbyname", "gethostbyname_ex", "gethostbyaddr"):
        setattr(socket, name, _unresolved(getattr(socket, name)))


def _explained(name: str):
    """This method of a socket, with more to its refusals."""
    plain = getattr(socket.socket, name)

    def method(self, *args, **named):
        try:
            return plain(self, *args, **named)
        except PermissionError as error:
            target = f": {args[-1]!r}" if args and isinstance(args[-1], tuple) else ""
            raise PermissionError(error.errno, f"{error.strerror}{target}. {_INSTEAD}") from None

    method.__name__ = name
    method.__qualname__ = f"socket.{name}"
    method.__doc__ = plain.__doc__
    return method


def _unresolved(plain):
    """This function for names, with more to its refusals."""

    def function(name):
        try:
            return plain(name)
        except OSError as error:
            raise _explain(error, name) from None

    function.__name__ = function.__qualname__ = plain.__name__
    function.__doc__ = plain.__doc__
    return function


def _getaddrinfo(host, port, family=0, type=0, proto=0, flags=0):
    """`socket.getaddrinfo`."""
    try:
        return _plain_getaddrinfo(host, port, family, type, proto, flags)
    except OSError as error:
        raise _explain(error, host) from None


def _explain(error: OSError, name: object) -> OSError:
    return type(error)(error.errno, f"{error.strerror}: {name!r} is not resolved. {_INSTEAD}")
