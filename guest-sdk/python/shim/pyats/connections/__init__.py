"""The base of connections that a library brings itself. Connections to devices are the host's."""

from .bases import BaseConnection

__all__ = ["BaseConnection"]
