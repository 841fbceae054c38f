"""Trees of what is for which kind of device.

Not carried; the names are there for modules that only import them.
"""

from __future__ import annotations

from typing import Any

DEFAULT_ABSTRACT_ORDER = [
    "origin",
    "os",
    "platform",
    "model",
    "submodel",
    "pid",
    "chassis_type",
    "version",
    "os_flavor",
    "revision",
]


class AbstractTree:
    """Not carried: `device.parse(command, output=…)` finds parsers by itself."""

    @classmethod
    def from_json(cls, *args: Any, **kwargs: Any) -> Any:
        raise NotImplementedError(
            "genie.abstract's trees are not in the sandbox: use device.parse(command, output=…)"
        )
