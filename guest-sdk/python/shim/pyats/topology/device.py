"""Devices of a testbed."""

from __future__ import annotations

import weakref
from collections.abc import Iterator, Mapping
from typing import Any

from pyats.datastructures import AttrDict

from . import connections, parsing
from .bases import TopologyDict, TopologyObject, matching
from .credentials import Credentials
from .exceptions import DuplicateInterfaceError, UnknownInterfaceError

# What a device has even if the testbed does not say it.
_PLAIN = (
    "os",
    "os_flavor",
    "platform",
    "series",
    "model",
    "submodel",
    "pid",
    "version",
    "revision",
    "chassis_type",
    "origin",
)


class DeviceBase:
    """Has `interfaces` and `custom`; iterating over it gives the interfaces, and `in` knows them by object,
    name and alias.
    """

    def __init__(
        self,
        testbed: Any = None,
        type: str | None = None,
        interfaces: Any = None,
        custom: Mapping | None = None,
        **kwargs: Any,
    ) -> None:
        self.__testbed__ = None
        self.type = type
        self.custom = AttrDict(custom or {})
        self.interfaces = TopologyDict()
        super().__init__(**kwargs)
        if testbed is not None:
            self.testbed = testbed
        for interface in interfaces or ():
            self.add_interface(interface)

    @property
    def testbed(self) -> Any:
        return None if self.__testbed__ is None else self.__testbed__()

    @testbed.setter
    def testbed(self, testbed: Any) -> None:
        self.__testbed__ = None if testbed is None else weakref.ref(testbed)
        if testbed is not None and testbed.devices.get(self.name) is not self:
            testbed.add_device(self)

    def add_interface(self, interface: Any) -> None:
        """Adds an interface; DuplicateInterfaceError if there is one of its name."""
        if dict.__contains__(self.interfaces, interface.name):
            raise DuplicateInterfaceError(interface, self)
        self.interfaces[interface.name] = interface
        interface.device = self

    def remove_interface(self, interface: Any) -> None:
        """Removes an interface, which is given as an object, by name or by alias."""
        found = self.interfaces.get(getattr(interface, "name", interface))
        if found is None:
            raise UnknownInterfaceError(interface, self)
        dict.pop(self.interfaces, found.name)
        found.link = None
        found.__device__ = None

    @property
    def links(self) -> set[Any]:
        return {interface.link for interface in self.interfaces.values() if interface.link is not None}

    @property
    def segments(self) -> set[Any]:
        return {interface.segment for interface in self.interfaces.values() if interface.segment is not None}

    @property
    def remote_interfaces(self) -> set[Any]:
        return {each for interface in self.interfaces.values() for each in interface.remote_interfaces}

    @property
    def remote_devices(self) -> set[Any]:
        return {each for interface in self.interfaces.values() for each in interface.remote_devices}

    def find_links(self, dest: Any) -> set[Any]:
        """The links to another device."""
        return {link for link in self.links if any(device is dest for device in link.connected_devices)}

    def find_interfaces(self, **wanted: Any) -> list[Any]:
        """Its interfaces whose attributes have these values."""
        return matching(self.interfaces.values(), wanted)

    def __iter__(self) -> Iterator[Any]:
        return iter(list(self.interfaces.values()))

    def __contains__(self, intf: Any) -> bool:
        return any(each is intf for each in self.interfaces.values()) or (
            isinstance(intf, str) and intf in self.interfaces
        )


class Device(DeviceBase, TopologyObject):
    """A device: what the testbed says of it.

    `connect()` and what needs a connection raise an error that says where connections are.
    """

    def __init__(
        self,
        name: str,
        alias: str | None = None,
        tacacs: Mapping | None = None,
        connections: Mapping | None = None,
        passwords: Mapping | None = None,
        credentials: Mapping | None = None,
        clean: Mapping | None = None,
        **kwargs: Any,
    ) -> None:
        for attribute in _PLAIN:
            setattr(self, attribute, None)
        self.credentials = Credentials(credentials)
        self.connections = AttrDict()
        for via, connection in (connections or {}).items():
            if isinstance(connection, Mapping):
                connection = AttrDict(connection)
                if via != "defaults":
                    connection["credentials"] = Credentials(connection.get("credentials"), self.credentials)
            self.connections[via] = connection
        self.tacacs = AttrDict(tacacs or {})
        self.passwords = AttrDict(passwords or {})
        self.clean = AttrDict(clean or {})
        super().__init__(name=name, alias=alias, **kwargs)

    @DeviceBase.testbed.setter
    def testbed(self, testbed: Any) -> None:
        DeviceBase.testbed.fset(self, testbed)
        self.credentials.parent = None if testbed is None else testbed.credentials

    @property
    def hostname(self) -> str:
        return self.name

    @property
    def default_connection_alias(self) -> str:
        """The connection that is meant when none is named."""
        return self.connections.get("defaults", {}).get("alias", "cli")

    @property
    def connected(self) -> bool:
        """False: see `connect`."""
        return False

    def is_connected(self, alias: str | None = None) -> bool:
        """False: see `connect`."""
        return False

    def connect(self, *args: Any, **kwargs: Any) -> None:
        """Raises unicon.core.errors.ConnectionError: a guest has no connections of its own."""
        raise connections.not_there(self, "connect")

    def disconnect(self, *args: Any, **kwargs: Any) -> None:
        """Nothing to do."""

    destroy = disconnect_all = destroy_all = disconnect

    execute = connections.needed_for("execute")
    configure = connections.needed_for("configure")
    enable = connections.needed_for("enable")
    ping = connections.needed_for("ping")
    reload = connections.needed_for("reload")
    copy = connections.needed_for("copy")
    send = connections.needed_for("send")
    sendline = connections.needed_for("sendline")
    expect = connections.needed_for("expect")
    transmit = connections.needed_for("transmit")
    receive = connections.needed_for("receive")
    learn = connections.needed_for("learn")

    def __getattr__(self, name: str) -> Any:
        text = f"{type(self).__name__!r} object has no attribute {name!r}"
        raise AttributeError(f"{text}: {connections.WHERE}" if name in connections.OF_A_CONNECTION else text)

    def parse(self, command: str, *, output: Any = None, **kwargs: Any) -> dict:
        """What the output of a command means, by the parser of `genie.libs.parser` for this device's `os`.

        The package must be mounted (`--python-path`), and `output` given: nothing can be executed. See
        `parsing.parse` for the errors.
        """
        if output is None:
            raise connections.not_there(self, "parse")
        return parsing.parse(self, command, output, **kwargs)

    def __str__(self) -> str:
        alias = "" if self.alias == self.name else f" (alias={self.alias})"
        return f"{type(self).__name__} {self.name}{alias}, type {self.type}"

    def __repr__(self) -> str:
        alias = "" if self.alias == self.name else f" (alias={self.alias})"
        return f"<{type(self).__name__} {self.name}{alias} at 0x{id(self):x}>"

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "__testbed__": self.testbed}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        testbed = state.get("__testbed__")
        self.__testbed__ = None if testbed is None else weakref.ref(testbed)
