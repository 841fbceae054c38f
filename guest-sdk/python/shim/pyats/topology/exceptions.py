"""What is wrong with a topology."""

from __future__ import annotations

from typing import Any


def _name(thing: Any) -> Any:
    return getattr(thing, "name", thing)


class DuplicateDeviceError(Exception):
    """Two devices have one name."""

    def __init__(self, device: Any, testbed: Any) -> None:
        super().__init__(f"Device '{_name(device)}' already exists in this testbed '{_name(testbed)}'")


class DuplicateDeviceAliasError(Exception):
    """Two devices have one alias."""

    def __init__(self, alias: str, testbed: Any) -> None:
        super().__init__(f"Device alias '{alias}' already exists in this testbed '{_name(testbed)}'")


class UnknownDeviceError(Exception):
    """The testbed has no such device."""

    def __init__(self, device: Any, testbed: Any) -> None:
        super().__init__(f"Device '{_name(device)}' is not in the testbed '{_name(testbed)}'")


class MissingDeviceError(Exception):
    """The topology names a device that is not among the devices."""

    def __init__(self, device: Any) -> None:
        super().__init__(
            f"Device '{_name(device)}' is in the topology and not among the devices: every device of the topology must be there"
        )


class DuplicateInterfaceError(Exception):
    """Two interfaces of a device have one name."""

    def __init__(self, intf: Any, device: Any) -> None:
        super().__init__(f"Interface '{_name(intf)}' already exists on this device '{_name(device)}'")


class UnknownInterfaceError(Exception):
    """The device has no such interface."""

    def __init__(self, intf: Any, device: Any) -> None:
        super().__init__(f"Interface '{_name(intf)}' is not on the device '{_name(device)}'")


class MissingInterfaceTypeError(Exception):
    """An interface has no type."""

    def __init__(self, interface: Any) -> None:
        super().__init__(f"Interface '{_name(interface)}' has no type")


class DuplicateInterfaceConnectionError(Exception):
    """An interface is on a link or segment already."""

    def __init__(self, intf: Any, connection: Any, object_type: str = "link") -> None:
        super().__init__(f"Interface '{_name(intf)}' is on the {object_type} '{_name(connection)}' already")


class DuplicateLinkError(Exception):
    """Several links have one name."""

    def __init__(self, names: Any, testbed: Any) -> None:
        super().__init__(f"Links {names} are several times in the testbed '{_name(testbed)}'")


class DuplicateSegmentError(Exception):
    """Several segments have one name."""

    def __init__(self, names: Any, testbed: Any) -> None:
        super().__init__(f"Segments {names} are several times in the testbed '{_name(testbed)}'")


class LinkError(Exception):
    """An interface is not on this link."""

    def __init__(self, intf: Any, link: Any) -> None:
        super().__init__(f"Interface '{_name(intf)}' is not on the link '{_name(link)}'")


class SegmentError(Exception):
    """An interface is not on this segment."""

    def __init__(self, intf: Any, segment: Any) -> None:
        super().__init__(f"Interface '{_name(intf)}' is not on the segment '{_name(segment)}'")


class SegmentConnectionError(SegmentError):
    """An interface cannot be on this segment."""


class LinkSegmentError(Exception):
    """An interface is on a link and on a segment."""

    def __init__(self, intf: Any) -> None:
        super().__init__(f"Interface '{_name(intf)}' cannot be on a link and on a segment")


class SubclassFactoryError(Exception):
    """The `class` of a testbed file is no subclass of what it stands for."""

    def __init__(self, basecls: type, newcls: type) -> None:
        super().__init__(f"{newcls} is not a subclass of {basecls}")


class YamlConfigError(Exception):
    """A testbed file says what cannot be."""
