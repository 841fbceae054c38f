"""The testbed of the run, as the host shows it to this guest.

Made when it is asked for, once. Every guest makes its own: when a testbed or a device of the run is handed to a task,
or put into a shared object, only its name crosses, and what the receiver finds is what its own grant shows.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from easypy_runner import host
from easypy_runner.host import HostError
from easypy_wasm import DeniedError
from unicon.core.errors import ConnectionError
from unicon.core.refusals import WITHOUT, refusal

from pyats.utils.secret_strings import SecretString

from .device import Device
from .interface import Interface
from .link import Link
from .schema import address
from .segment import Segment
from .testbed import Testbed

_NOT_ASKED: Any = object()
_testbed: Any = _NOT_ASKED


def testbed() -> Testbed | None:
    """The run's testbed; None if it was given none."""
    global _testbed
    if _testbed is _NOT_ASKED:
        try:
            text = host.topology()
        except HostError as error:
            if error.kind != "no-testbed":
                raise refusal(error, "testbed", "see the testbed") from None
            text = None
        _testbed = None if text is None else _build(json.loads(text))
    return _testbed


def device(name: str) -> Device:
    """The device of this name in the run's testbed.

    ConnectionError if there is none, or it is not granted: what another guest calls so may not be there for this one.
    """
    of_run = testbed()
    found = None if of_run is None else of_run.devices.get(name)
    if found is None:
        why = "no testbed" if of_run is None else f"no device {name!r} that is granted to this guest"
        raise ConnectionError(f"the run has {why}")
    return found


def interface(of: str, name: str) -> Interface:
    """An interface of a device in the run's testbed."""
    return device(of).interfaces[name]


def link(name: str) -> Link:
    """A link or segment of the run's testbed; ConnectionError if this guest does not see it."""
    of_run = testbed()
    for found in [] if of_run is None else [*of_run.links, *of_run.segments]:
        if found.name == name:
            return found
    raise ConnectionError(f"the run has no link {name!r} between devices that are granted to this guest")


def way_to(thing: Any) -> tuple | None:
    """How another guest finds what is the run's: a function of this module, and its arguments; None for anything
    else.
    """
    if _testbed is _NOT_ASKED or _testbed is None:
        return None
    if thing is _testbed:
        return testbed, ()
    if getattr(thing, "testbed", None) is not _testbed:
        return None
    if isinstance(thing, Device):
        return device, (thing.name,)
    if isinstance(thing, Interface):
        return interface, (thing.device.name, thing.name)
    return link, (thing.name,)


def name_of(which: Any, what: str) -> str:
    """The name by which the host knows a device. One that a script has loaded or made itself is looked up in the run's
    testbed, by its name and its alias.

    ConnectionError if it is not there.
    """
    of_run = testbed()
    if of_run is not None:
        if which.testbed is of_run:
            return which.name
        for name in (which.name, which.alias):
            if name in of_run.devices:
                return of_run.devices[name].name
        raise ConnectionError(
            f"cannot {what}: {which.name} is not connected; the run's testbed has no device of this name that is "
            f"granted to this guest, and {WITHOUT}"
        )
    raise ConnectionError(
        f"cannot {what}: {which.name} is not connected; {WITHOUT}. Outputs that were saved can be parsed: "
        "device.parse(command, output=text)"
    )


class HostSecret(SecretString):
    """What the host logs in with. It is shown as asterisks, like other secrets, and it cannot be read."""

    def __init__(self) -> None:
        self.data = "*" * 12

    @property
    def plaintext(self) -> str:
        raise DeniedError("credentials stay with the host, which logs in itself: no guest can read them")

    def __reduce__(self) -> tuple:
        return HostSecret, ()


#: As long as the host shows none: one for all names that are asked for.
_HIDDEN = {"default": {"username": HostSecret()}}


def _credentials(shown: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    return {name: {**(credential or {}), "password": HostSecret()} for name, credential in shown.items()}


#: Of a device, what is not simply an attribute.
_OWN = ("interfaces", "connections", "credentials", "default_via", "custom")


def _build(shown: dict[str, Any]) -> Testbed:
    rest = {key: value for key, value in shown.items() if key not in ("devices", "links", "credentials", "file")}
    made = Testbed(
        rest.pop("name", ""),
        credentials=_credentials(shown.get("credentials") or _HIDDEN),
        testbed_file=shown.get("file"),
        **_known(rest),
    )
    links = {}
    for name, link in (shown.get("links") or {}).items():
        rest = {key: value for key, value in link.items() if key not in ("kind", "ends")}
        links[name] = (Segment if link.get("kind") == "segment" else Link)(name, **_known(rest))
    for name, device in (shown.get("devices") or {}).items():
        made.add_device(_device(name, device, links))
    return made


def _device(name: str, shown: dict[str, Any], links: dict[str, Any]) -> Device:
    connections: dict[str, Any] = {}
    if shown.get("default_via"):
        connections["defaults"] = {"class": "unicon.Unicon", "via": shown["default_via"]}
    for via, way in (shown.get("connections") or {}).items():
        connections[via] = _way(way)
    made = Device(
        name,
        connections=connections,
        credentials=_credentials(shown.get("credentials") or {}),
        custom=shown.get("custom"),
        **_known({key: value for key, value in shown.items() if key not in _OWN}),
    )
    for interface, facts in (shown.get("interfaces") or {}).items():
        made.add_interface(_interface(interface, facts, links))
    return made


def _way(shown: Mapping[str, Any]) -> dict[str, Any]:
    """A connection as testbed files have it: `ip` is the host's address, or its name."""
    way = _known({key: value for key, value in shown.items() if key not in ("host", "credentials")})
    if shown.get("host") is not None:
        way["ip"] = address(shown["host"])
    if shown.get("credentials"):
        way["credentials"] = _credentials(shown["credentials"])
    return way


def _interface(name: str, shown: Mapping[str, Any], links: dict[str, Any]) -> Interface:
    facts = _known({key: value for key, value in shown.items() if key not in ("ipv6", "link", "custom")})
    addresses = shown.get("ipv6") or None
    if isinstance(addresses, list) and len(addresses) == 1:
        addresses = addresses[0]
    made = Interface(name, facts.pop("type", None), ipv6=addresses, **facts)
    for key, value in (shown.get("custom") or {}).items():
        # What the file says of it beside what is known: attributes in pyATS.
        if not hasattr(made, key):
            setattr(made, key, value)
    on = links.get(shown.get("link"))
    if on is not None:
        on.connect_interface(made)
    return made


def _known(facts: Mapping[str, Any]) -> dict[str, Any]:
    """What the testbed says; what it does not say is as if it were not there."""
    return {key: value for key, value in facts.items() if value is not None and key.isidentifier()}
