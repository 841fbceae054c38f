"""Testbeds: their devices, interfaces and links (SPEC 9.1). Connections to devices are the host's."""

from .device import Device, DeviceBase
from .interface import Interface, InterfaceBase
from .link import Link, LinkBase
from .segment import Segment, SegmentBase
from .testbed import Testbed, TestbedBase

__all__ = [
    "Device",
    "Interface",
    "Link",
    "Segment",
    "Testbed",
    "DeviceBase",
    "InterfaceBase",
    "LinkBase",
    "SegmentBase",
    "TestbedBase",
]
