"""How a script's sections are reported: to the host, or, standalone, as a tree in the log."""

from .host import HostReporter
from .standalone import StandaloneReporter

__all__ = ["HostReporter", "StandaloneReporter"]
