"""`from genie.testbed import load`"""

from __future__ import annotations

from typing import Any

from pyats.topology import Testbed
from pyats.topology import loader as _loader


def load(testbed: Any = None, *args: Any, **kwargs: Any) -> Testbed:
    """The testbed of a file or a dictionary, as `pyats.topology.loader.load` makes it; a testbed that is one
    already as it is.
    """
    return testbed if isinstance(testbed, Testbed) else _loader.load(testbed)
