"""Connections to devices, as scripts know them from Unicon. The sessions are the host's; here is who asks for what."""

from .connection import Connection
from .leases import Lease
from .settings import Settings

__all__ = ["Connection", "Lease", "Settings"]
