"""Devices of a testbed."""

from __future__ import annotations

import weakref
from collections.abc import Iterator, Mapping
from typing import Any

from pyats.datastructures import AttrDict

from unicon.connection import Connection, Lease

from . import parsing
from .bases import TopologyDict, TopologyObject, matching
from .credentials import Credentials
from .exceptions import DuplicateInterfaceError, UnknownInterfaceError
from .manager import ConnectionManager

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


#: What scripts may look for, and why it is not there.
_NOT_HERE = {
    "api": "genie's APIs are not in easypy-wasm; use execute(), configure() and parse()",
    **dict.fromkeys(
        ("netconf", "rest", "restconf", "gnmi", "yang"), "easypy-wasm connects to the command line of devices only"
    ),
}


def _service(name: str) -> Any:
    """A method that is the default connection's."""

    def method(self: Any, *args: Any, **kwargs: Any) -> Any:
        return getattr(self.connectionmgr.get(None, name), name)(*args, **kwargs)

    method.__name__ = name
    method.__doc__ = getattr(Connection, name).__doc__
    return method


class Device(DeviceBase, TopologyObject):
    """A device: what the testbed says of it, and its connections, which are the host's.

    After `connect()` the attributes of its default connection are its own, and each connection is an attribute by its
    alias.
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
        self.connectionmgr = ConnectionManager(self)
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
        """As its prompt has it, once it is connected; until then its name."""
        known = self.connectionmgr.connections.get(self.default_connection_alias)
        return self.name if known is None else known.hostname

    @property
    def default_connection_alias(self) -> str:
        """The connection that is meant when none is named."""
        return self.connectionmgr.default_alias

    @property
    def connected(self) -> bool:
        """Whether the default connection is there."""
        return self.connectionmgr.is_connected()

    def is_connected(self, alias: str | None = None) -> bool:
        """Whether a connection is there; by default the default one."""
        return self.connectionmgr.is_connected(alias)

    def connect(self, *args: Any, **kwargs: Any) -> Any:
        """Connects: by `via`, under the name of `alias`. None if that connection is there already.

        The host opens the session, or takes this guest into the one that is open: all guests of a run share it. See
        `unicon.connection.Connection.connect` for the other arguments and the errors.
        """
        return self.connectionmgr.connect(*args, **kwargs)

    instantiate = connect

    def prepare(self, *args: Any, **kwargs: Any) -> None:
        """Begins to connect and does not wait for it; `connect` with the same arguments then does, and raises what went
        wrong. With it, several devices are connected to at once:

            for device in devices:
                device.prepare()
            for device in devices:
                device.connect()

        `testbed.connect()` does just that. easypy-wasm's own; pyATS has none.
        """
        self.connectionmgr.prepare(*args, **kwargs)

    def disconnect(self, alias: str | None = None, **kwargs: Any) -> None:
        """Takes leave of a connection. The host closes the session when no guest is left."""
        self.connectionmgr.disconnect(alias, **kwargs)

    def destroy(self, alias: str | None = None, **kwargs: Any) -> None:
        """As `disconnect`, and the connection is forgotten."""
        self.connectionmgr.destroy(alias, **kwargs)

    def disconnect_all(self, **kwargs: Any) -> None:
        self.connectionmgr.disconnect_all(**kwargs)

    def destroy_all(self, **kwargs: Any) -> None:
        self.connectionmgr.destroy_all(**kwargs)

    execute = _service("execute")
    configure = config = _service("configure")
    enable = _service("enable")
    ping = _service("ping")
    send = _service("send")
    sendline = _service("sendline")
    transmit = _service("transmit")
    expect = _service("expect")
    receive = _service("receive")
    receive_buffer = _service("receive_buffer")

    def lease(self, timeout: float | None = None) -> Lease:
        """Exclusive use of the device, with all its connections, across all tasks of the run.

            with uut.lease():
                uut.configure(…)

        It is got when this returns, after `timeout` seconds at most (then TimeoutError), and lasts until `release()` or
        the end of the block. easypy-wasm's own; pyATS has none. Meanwhile the session stays in the mode that a command
        has left it in.
        """
        # Late: the run's testbed is made of devices.
        from .run import name_of

        return Lease([name_of(self, "lease")], timeout)

    def learn(self, *args: Any, **kwargs: Any) -> Any:
        """Not there: genie's ops are not in easypy-wasm."""
        raise NotImplementedError("learn() needs genie's ops, which are not in easypy-wasm; use parse()")

    def __getattr__(self, name: str) -> Any:
        manager = self.__dict__.get("connectionmgr")
        if manager is not None and not name.startswith("_"):
            if name in manager.connections:
                return manager.connections[name]
            found = manager.connections.get(manager.default_alias)
            if found is not None:
                if name == "default":
                    return found
                if hasattr(found, name):
                    return getattr(found, name)
        text = f"{type(self).__name__!r} object has no attribute {name!r}"
        raise AttributeError(f"{text}: {_NOT_HERE[name]}" if name in _NOT_HERE else text)

    def parse(self, command: str, *, output: Any = None, alias: str | None = None, **kwargs: Any) -> dict:
        """What the device answers to a command, or what `output` means, by the parser of `genie.libs.parser` for this
        device's `os`.

        The package must be mounted (`--python-path`). See `parsing.parse` for the errors.
        """
        if output is None:
            self.connectionmgr.get(alias, "parse")
        return parsing.parse(self, command, output, **kwargs)

    def __str__(self) -> str:
        alias = "" if self.alias == self.name else f" (alias={self.alias})"
        return f"{type(self).__name__} {self.name}{alias}, type {self.type}"

    def __repr__(self) -> str:
        alias = "" if self.alias == self.name else f" (alias={self.alias})"
        return f"<{type(self).__name__} {self.name}{alias} at 0x{id(self):x}>"

    def __getstate__(self) -> dict[str, Any]:
        state = {**self.__dict__, "__testbed__": self.testbed}
        # A copy is connected to nothing.
        state.pop("connectionmgr", None)
        return state

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self.connectionmgr = ConnectionManager(self)
        testbed = state.get("__testbed__")
        self.__testbed__ = None if testbed is None else weakref.ref(testbed)
