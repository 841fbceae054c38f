"""The base of connection classes, so that libraries which define one can be imported."""

from __future__ import annotations

from typing import Any

from unicon.core.errors import ConnectionError

from pyats.async_.synchronize import Lockable


class BaseConnection(Lockable):
    """A connection of a device; a subclass says how. What it needs of the network is not in the sandbox."""

    def __init__(
        self, *, device: Any, alias: str | None = None, via: str | None = None, **kwargs: Any
    ) -> None:
        super().__init__()
        self.device = device
        self.alias = alias
        self.via = via
        self.connection_info = getattr(device, "connections", {}).get(via, {})
        self.args = kwargs

    def _missing(self, *args: Any, **kwargs: Any) -> Any:
        raise ConnectionError(
            f"{type(self).__name__} does not say how; connections to devices are opened by the host"
        )

    connect = disconnect = execute = configure = send = receive = _missing

    @property
    def connected(self) -> bool:
        return False

    def is_connected(self) -> bool:
        return self.connected
