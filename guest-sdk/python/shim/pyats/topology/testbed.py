"""A testbed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pyats.datastructures import AttrDict

from unicon.connection import Lease
from unicon.core.errors import ConnectionError

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
    """A testbed: what its file says of it, and its devices, whose connections are the host's."""

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

    def _wanted(self, devices: Any) -> list[Any]:
        """The devices that are given, as objects or by names; all of them if none is."""
        if not devices:
            return list(self.devices.values())
        return [self.devices[device] if isinstance(device, str) else device for device in devices]

    def connect(
        self, *devices: Any, vias: Mapping[str, str] | None = None, timeout: float | None = None, **kwargs: Any
    ) -> list[Any]:
        """Connects to devices, by default to all; `vias` has the way in by name or alias. What `Device.connect`
        returns, for each.

        The host opens all the sessions at the same time, and all are waited for. If one fails, its error is raised; if
        several do, a ConnectionError that lists them.
        """
        vias = vias or {}
        if timeout is not None:
            kwargs["timeout"] = timeout
        calls = []
        for device in self._wanted(devices):
            via = vias.get(device.name, vias.get(device.alias))
            calls.append((device, kwargs if via is None else {**kwargs, "via": via}))
        # What comes first is connected to at once by `connect` itself.
        for device, given in calls[1:]:
            device.prepare(**given)
        made: list[Any] = []
        failed: dict[str, Exception] = {}
        for device, given in calls:
            try:
                made.append(device.connect(**given))
            except Exception as error:
                failed[device.name] = error
        if len(failed) == 1:
            raise next(iter(failed.values()))
        if failed:
            listed = "\n".join(f"{name}: {type(error).__name__}: {error}" for name, error in failed.items())
            raise ConnectionError(f"failed to connect to {', '.join(failed)}\n{listed}")
        return made

    def disconnect(self, *devices: Any, **kwargs: Any) -> None:
        """Takes leave of devices, by default of all."""
        for device in self._wanted(devices):
            device.disconnect(**kwargs)

    def destroy(self, *devices: Any, **kwargs: Any) -> None:
        """As `disconnect`, and the connections are forgotten."""
        for device in self._wanted(devices):
            device.destroy(**kwargs)

    def execute(self, command: Any, *, devices: Any = None, **kwargs: Any) -> dict[str, Any]:
        """What each device says to a command, by its name."""
        return {device.name: device.execute(command, **kwargs) for device in self._wanted(devices)}

    def configure(self, command: Any, *, devices: Any = None, **kwargs: Any) -> dict[str, Any]:
        """Configures devices; what each says, by its name."""
        return {device.name: device.configure(command, **kwargs) for device in self._wanted(devices)}

    def parse(self, command: str, *, devices: Any = None, **kwargs: Any) -> dict[str, Any]:
        """What each device's answer to a command means, by its name."""
        return {device.name: device.parse(command, **kwargs) for device in self._wanted(devices)}

    def lease(self, *devices: Any, timeout: float | None = None) -> Lease:
        """Exclusive use of several devices, of all if none is given: all at once, or none (see `Device.lease`)."""
        from .run import name_of

        return Lease([name_of(device, "lease") for device in self._wanted(devices)], timeout)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} object {self.name!r} at 0x{id(self):x}>"
