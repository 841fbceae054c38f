"""A testbed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pyats.datastructures import AttrDict

from . import connections
from .bases import TopologyDict, TopologyObject, matching
from .credentials import Credentials
from .exceptions import DuplicateDeviceAliasError, DuplicateDeviceError, UnknownDeviceError


class TestbedBase:
    """Has `devices`; iterating over it gives them, and `in` knows them by object, name and alias."""

    __test__ = False

    def __init__(
        self,
        devices: Any = None,
        credentials: Mapping | None = None,
        servers: Mapping | None = None,
        custom: Mapping | None = None,
        **kwargs: Any,
    ) -> None:
        self.devices = TopologyDict()
        self.custom = AttrDict(custom or {})
        self.credentials = Credentials(credentials)
        self.servers = AttrDict()
        for name, server in (servers or {}).items():
            self.servers[name] = AttrDict(
                {**server, "credentials": Credentials(server.get("credentials"), self.credentials)}
            )
        super().__init__(**kwargs)
        for device in devices or ():
            self.add_device(device)

    def add_device(self, device: Any) -> None:
        """Adds a device; DuplicateDeviceError or DuplicateDeviceAliasError if its name or alias is taken."""
        if device.name in self.devices:
            raise DuplicateDeviceError(device, self)
        if device.alias in self.devices:
            raise DuplicateDeviceAliasError(device.alias, self)
        self.devices[device.name] = device
        device.testbed = self

    def remove_device(self, device: Any) -> None:
        """Removes a device, which is given as an object, by name or by alias."""
        found = self.devices.get(getattr(device, "name", device))
        if found is None:
            raise UnknownDeviceError(device, self)
        dict.pop(self.devices, found.name)
        found.testbed = None

    @property
    def links(self) -> set[Any]:
        return {link for device in self.devices.values() for link in device.links}

    @property
    def segments(self) -> set[Any]:
        return {segment for device in self.devices.values() for segment in device.segments}

    @property
    def interfaces(self) -> set[Any]:
        return {interface for device in self.devices.values() for interface in device}

    def find_devices(self, **wanted: Any) -> list[Any]:
        """The devices whose attributes have these values."""
        return matching(self.devices.values(), wanted)

    def find_interfaces(self, **wanted: Any) -> list[Any]:
        """The interfaces of all devices whose attributes have these values."""
        return matching([interface for device in self.devices.values() for interface in device], wanted)

    def find_links(self, *devices: Any, **wanted: Any) -> list[Any]:
        """The links whose attributes have these values; those between the given devices, if there are any."""
        return [
            link
            for link in matching(self.links, wanted)
            if all(any(each is device for each in link.connected_devices) for device in devices)
        ]

    def __iter__(self) -> Iterator[Any]:
        return iter(list(self.devices.values()))

    def __contains__(self, device: Any) -> bool:
        return any(each is device for each in self.devices.values()) or (
            isinstance(device, str) and device in self.devices
        )


class Testbed(TestbedBase, TopologyObject):
    """A testbed: what its file says. Connections are the host's: `connect()` raises an error that says so."""

    __test__ = False

    def __init__(
        self,
        name: str,
        alias: str | None = None,
        tacacs: Mapping | None = None,
        passwords: Mapping | None = None,
        clean: Mapping | None = None,
        testbed_file: str | None = None,
        **kwargs: Any,
    ) -> None:
        self.tacacs = AttrDict(tacacs or {})
        self.passwords = AttrDict(passwords or {})
        self.clean = AttrDict(clean or {})
        self.testbed_file = testbed_file
        self.raw_config: dict[str, Any] = {}
        super().__init__(name=name, alias=alias, **kwargs)

    def squeeze(self, *wanted_obj_names: str, extend_devices_from_links: bool = True) -> None:
        """Removes all devices but the wanted ones, given by names and aliases of devices and links.

        With a link its devices stay, unless `extend_devices_from_links` is False. ValueError for a name that
        nothing has.
        """
        wanted = set()
        links = {name: link for link in self.links for name in (link.name, link.alias)}
        for name in wanted_obj_names:
            if name in self.devices:
                wanted.add(self.devices[name].name)
            elif name in links:
                if extend_devices_from_links:
                    wanted.update(device.name for device in links[name].connected_devices)
            else:
                raise ValueError(f"nothing in the testbed {self.name!r} is called {name!r}")
        for device in self:
            if device.name not in wanted:
                for interface in device:
                    interface.link = None
                self.remove_device(device)

    def _not_there(self, what: str, devices: Any) -> Any:
        for device in devices or self.devices.values():
            raise connections.not_there(self.devices[device] if isinstance(device, str) else device, what)
        return {}

    def connect(self, *devices: Any, **kwargs: Any) -> Any:
        """Raises unicon.core.errors.ConnectionError if there is a device to connect to."""
        return self._not_there("connect", devices)

    def disconnect(self, *devices: Any, **kwargs: Any) -> None:
        """Nothing to do."""

    destroy = disconnect

    def execute(self, command: str, *, devices: Any = None, **kwargs: Any) -> Any:
        """Raises unicon.core.errors.ConnectionError if there is a device to execute it on."""
        return self._not_there("execute", devices)

    def configure(self, command: Any, *, devices: Any = None, **kwargs: Any) -> Any:
        """Raises unicon.core.errors.ConnectionError if there is a device to configure."""
        return self._not_there("configure", devices)

    def parse(self, command: str, *, devices: Any = None, **kwargs: Any) -> Any:
        """Raises unicon.core.errors.ConnectionError if there is a device to execute it on."""
        return self._not_there("parse", devices)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} object {self.name!r} at 0x{id(self):x}>"
