"""Links between interfaces."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .bases import TopologyObject, matching
from .exceptions import DuplicateInterfaceConnectionError, LinkError


class LinkBase:
    """Has `interfaces`; iterating over it gives them, and `in` knows them by object and by name."""

    _kind = "link"

    def __init__(self, interfaces: Any = None, **kwargs: Any) -> None:
        self.interfaces: list[Any] = []
        super().__init__(**kwargs)
        for interface in interfaces or ():
            self.connect_interface(interface)

    def connect_interface(self, interface: Any) -> None:
        """Puts an interface on it; DuplicateInterfaceConnectionError if it is there already."""
        if any(each is interface for each in self.interfaces):
            raise DuplicateInterfaceConnectionError(interface, self, self._kind)
        setattr(interface, self._kind, self)

    def disconnect_interface(self, interface: Any) -> None:
        """Takes an interface off."""
        if not any(each is interface for each in self.interfaces):
            raise LinkError(interface, self)
        setattr(interface, self._kind, None)

    @property
    def connected_devices(self) -> set[Any]:
        return {interface.device for interface in self.interfaces if interface.device is not None}

    @property
    def testbed(self) -> Any:
        return next((device.testbed for device in self.connected_devices), None)

    def find_interfaces(self, **wanted: Any) -> list[Any]:
        """Its interfaces whose attributes have these values."""
        return matching(self.interfaces, wanted)

    def __iter__(self) -> Iterator[Any]:
        return iter(list(self.interfaces))

    def __contains__(self, intf: Any) -> bool:
        return any(each is intf or each.name == intf for each in self.interfaces)


class Link(LinkBase, TopologyObject):
    """A link of a testbed."""

    def __init__(self, name: str, alias: str | None = None, **kwargs: Any) -> None:
        super().__init__(name=name, alias=alias, **kwargs)

    def __str__(self) -> str:
        alias = "" if self.alias == self.name else f" (alias={self.alias})"
        return f"{type(self).__name__} {self.name}{alias}"

    def __repr__(self) -> str:
        return f"<{type(self).__name__} object {self.name!r} at 0x{id(self):x}>"
