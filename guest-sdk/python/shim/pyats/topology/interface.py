"""Interfaces of devices."""

from __future__ import annotations

import ipaddress
import weakref
from typing import Any

from .bases import TopologyObject


class InterfaceBase:
    """Is on a `device`, and on a `link` or a `segment`; setting one of these moves it there."""

    def __init__(
        self, type: str, device: Any = None, link: Any = None, segment: Any = None, **kwargs: Any
    ) -> None:
        self.__device__ = None
        self.__link__ = None
        self.__segment__ = None
        self.type = type
        super().__init__(**kwargs)
        if device is not None:
            self.device = device
        if link is not None:
            self.link = link
        if segment is not None:
            self.segment = segment

    @property
    def device(self) -> Any:
        return None if self.__device__ is None else self.__device__()

    @device.setter
    def device(self, device: Any) -> None:
        old = self.device
        if old is device:
            return
        if old is not None and old.interfaces.get(self.name) is self:
            dict.pop(old.interfaces, self.name)
        self.__device__ = None if device is None else weakref.ref(device)
        if device is not None and device.interfaces.get(self.name) is not self:
            device.add_interface(self)

    @property
    def link(self) -> Any:
        return self.__link__

    @link.setter
    def link(self, link: Any) -> None:
        self.__link__ = self._move(self.__link__, link)

    @property
    def segment(self) -> Any:
        return self.__segment__

    @segment.setter
    def segment(self, segment: Any) -> None:
        self.__segment__ = self._move(self.__segment__, segment)

    def _move(self, old: Any, new: Any) -> Any:
        if old is not new:
            if old is not None:
                old.interfaces[:] = [each for each in old.interfaces if each is not self]
            if new is not None:
                new.interfaces.append(self)
        return new

    @property
    def remote_interfaces(self) -> set[Any]:
        """The other interfaces on its link or segment."""
        return {
            each
            for where in (self.link, self.segment)
            if where is not None
            for each in where
            if each is not self
        }

    @property
    def remote_devices(self) -> set[Any]:
        return {each.device for each in self.remote_interfaces if each.device is not None}

    @property
    def testbed(self) -> Any:
        return None if self.device is None else self.device.testbed

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "__device__": self.device}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        device = state.get("__device__")
        self.__device__ = None if device is None else weakref.ref(device)


class Interface(InterfaceBase, TopologyObject):
    """An interface of a device; `ipv4` and `ipv6` are IPv4Interface and IPv6Interface (of the latter a list,
    if one was given).
    """

    def __init__(
        self,
        name: str,
        type: str,
        alias: str | None = None,
        ipv4: Any = None,
        ipv6: Any = None,
        **kwargs: Any,
    ) -> None:
        self.ipv4 = (
            ipv4
            if ipv4 is None or isinstance(ipv4, ipaddress.IPv4Interface)
            else ipaddress.IPv4Interface(ipv4)
        )
        self.ipv6 = [_ipv6(each) for each in ipv6] if isinstance(ipv6, (list, tuple)) else _ipv6(ipv6)
        super().__init__(name=name, type=type, alias=alias, **kwargs)

    def __str__(self) -> str:
        alias = "" if self.alias == self.name else f" (alias={self.alias})"
        return f"{type(self).__name__} {self.name}{alias}, type {self.type}"

    def __repr__(self) -> str:
        on = "" if self.device is None else f" on {self.device.name!r}"
        return f"<{type(self).__name__} object {self.name!r}{on} at 0x{id(self):x}>"


def _ipv6(address: Any) -> Any:
    return (
        address
        if address is None or isinstance(address, ipaddress.IPv6Interface)
        else ipaddress.IPv6Interface(address)
    )
