"""What the packages of parsers say of themselves when they are imported."""

from __future__ import annotations

import sys
from typing import Any


def _module_of_caller() -> Any:
    return sys.modules.get(sys._getframe(2).f_globals.get("__name__", ""))


def declare_token(*args: Any, **kwargs: Any) -> None:
    """The package is for one kind of device: `declare_token(os='iosxe')`."""
    module = _module_of_caller()
    if module is not None:
        module.__abstract_token__ = (args, kwargs)


def declare_package(*args: Any, **kwargs: Any) -> None:
    """The package holds one kind of thing, for kinds of devices."""
    module = _module_of_caller()
    if module is not None:
        module.__abstract_pkg__ = kwargs


class Lookup:
    """Not carried: import the parser that is wanted, or use `device.parse(command, output=…)`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        raise NotImplementedError(
            "genie.abstract.Lookup is not in the sandbox: import the class that is wanted, as genie.libs.parser.iosxe.show_platform.ShowVersion, "
            "or use device.parse(command, output=…)"
        )
