"""From a testbed file, or the dictionary of one, to a testbed."""

from __future__ import annotations

import importlib
import os
from collections.abc import Mapping
from typing import Any

from ..device import Device
from ..exceptions import MissingDeviceError, YamlConfigError
from ..interface import Interface
from ..link import Link
from ..schema import PRODUCTION
from ..segment import Segment
from ..testbed import Testbed
from .files import read
from .markup import Markup


class TestbedFileLoader:
    """Loads testbeds. The arguments that say how real pyATS shall do it are taken and have no effect."""

    __test__ = False

    def __init__(self, **kwargs: Any) -> None:
        self.options = kwargs

    def load(self, loadable: Any = None, locations: Any = None) -> Testbed:
        """The testbed of a file, of the text of one, or of a dictionary; an empty one without any.

        LoadError for what is no file and no YAML, MarkupError for a `%{…}` that cannot be resolved,
        SchemaError for what the file may not say, and the errors of `pyats.topology.exceptions` for a
        topology that cannot be.
        """
        config = read(loadable) if loadable is not None else {}
        config = Markup(config).process()
        config = {key: value for key, value in config.items() if value is not None}
        testbed = _build(PRODUCTION.validate(config))
        testbed.testbed_file = loadable if isinstance(loadable, str) and os.path.isfile(loadable) else None
        testbed.raw_config = config
        return testbed


def load(loadable: Any = None, source: Any = None, **kwargs: Any) -> Testbed:
    """See `TestbedFileLoader.load`."""
    return TestbedFileLoader(**kwargs).load(loadable)


def _class(settings: dict[str, Any]) -> dict[str, Any]:
    """A class that is given by its name, as the class."""
    settings = dict(settings)
    name = settings.pop("class", None)
    if isinstance(name, str):
        module, _, attribute = name.rpartition(".")
        try:
            settings["class"] = getattr(importlib.import_module(module), attribute)
        except (ImportError, AttributeError, ValueError) as error:
            raise YamlConfigError(f"there is no class {name!r}: {error}") from error
    elif name is not None:
        settings["class"] = name
    return settings


def _build(config: Mapping[str, Any]) -> Testbed:
    settings = _class(config.get("testbed") or {})
    testbed = Testbed(settings.pop("name", ""), **settings)
    for name, settings in (config.get("devices") or {}).items():
        testbed.add_device(Device(name, **_class(settings)))
    topology = config.get("topology") or {}
    links = {
        name: Link(name, **_class(settings or {})) for name, settings in (topology.get("links") or {}).items()
    }
    segments = {
        name: Segment(name, **_class(settings or {}))
        for name, settings in (topology.get("segments") or {}).items()
    }
    for name, settings in topology.items():
        if name in ("links", "segments"):
            continue
        if name not in testbed.devices:
            raise MissingDeviceError(name)
        for interface, attributes in settings["interfaces"].items():
            attributes = _class(attributes)
            link, segment = attributes.pop("link", None), attributes.pop("segment", None)
            built = Interface(interface, **attributes)
            testbed.devices[name].add_interface(built)
            if link is not None:
                built.link = _named(links, link, Link)
            if segment is not None:
                built.segment = _named(segments, segment, Segment)
    return testbed


def _named(known: dict[str, Any], name: str, kind: type) -> Any:
    """The link of this name, which need not be described anywhere."""
    if name not in known:
        known[name] = kind(name)
    return known[name]
