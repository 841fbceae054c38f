"""The connections of a device by their aliases (`device.connectionmgr`)."""

from __future__ import annotations

import contextlib
from typing import Any

from unicon.connection import Connection
from unicon.core.errors import ConnectionError


class ConnectionManager:
    """Which connections a device has had, by alias, and which of them is meant when none is named."""

    def __init__(self, device: Any) -> None:
        self.device = device
        self.connections: dict[str, Connection] = {}

    @property
    def default_alias(self) -> str:
        return self.device.connections.get("defaults", {}).get("alias", "cli")

    def connect(self, *args: Any, alias: str | None = None, via: str | None = None, **kwargs: Any) -> Any:
        """Connects, by the way in that `via` names. None if `alias` is connected already."""
        alias = alias or self.default_alias
        meant = self._meant(alias, via)
        if meant is None:
            return None
        made = meant.connect(*args, **kwargs)
        self.connections[alias] = meant
        return made

    def prepare(self, *args: Any, alias: str | None = None, via: str | None = None, **kwargs: Any) -> None:
        """Begins what `connect` with these arguments will wait for. What is wrong is told there, and not here."""
        with contextlib.suppress(Exception):
            meant = self._meant(alias or self.default_alias, via)
            if meant is not None:
                meant.prepare(*args, **kwargs)

    def _meant(self, alias: str, via: str | None) -> Connection | None:
        """The connection that is to be made; None if `alias` is connected already."""
        known = self.connections.get(alias)
        if known is not None:
            if known.is_connected():
                return None
            via = via or known.via
        if via is None and alias == self.default_alias:
            via = self.device.connections.get("defaults", {}).get("via")
        if known is None or known.via != via:
            known = self._make(alias, via, "connect")
        return known

    def _make(self, alias: str, via: str | None, what: str) -> Connection:
        # Late: the run's testbed is made of devices.
        from .run import name_of

        return Connection(self.device, name_of(self.device, what), alias, via)

    def get(self, alias: str | None, what: str) -> Connection:
        """The connection of this alias, or the default one.

        ConnectionError if there is none: the device has to be connected first.
        """
        found = self.connections.get(alias or self.default_alias)
        if found is None:
            # That there is no way to connect at all is worth to be said first.
            self._make("", None, what)
            named = f" as {alias!r}" if alias else ""
            raise ConnectionError(f"cannot {what}: {self.device.name} is not connected{named}; call connect() first")
        return found

    def is_connected(self, alias: str | None = None) -> bool:
        found = self.connections.get(alias or self.default_alias)
        return found is not None and found.is_connected()

    def disconnect(self, alias: str | None = None, **kwargs: Any) -> None:
        """Takes leave of a connection; it is known still, and the next command connects again."""
        found = self.connections.get(alias or self.default_alias)
        if found is not None:
            found.disconnect(**kwargs)

    def destroy(self, alias: str | None = None, **kwargs: Any) -> None:
        """As `disconnect`, and forgets it."""
        self.disconnect(alias, **kwargs)
        self.connections.pop(alias or self.default_alias, None)

    def disconnect_all(self, **kwargs: Any) -> None:
        for alias in list(self.connections):
            self.disconnect(alias, **kwargs)

    def destroy_all(self, **kwargs: Any) -> None:
        for alias in list(self.connections):
            self.destroy(alias, **kwargs)
