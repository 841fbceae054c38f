"""`Genie.init(testbed)`; genie's configuration objects are not carried."""

from __future__ import annotations

from typing import Any

from pyats.topology import Testbed

from genie.testbed import load


class Genie:
    """The testbed that was initialised last."""

    testbed: Testbed | None = None

    @classmethod
    def init(cls, testbed: Any) -> Testbed:
        """Loads a testbed, as `genie.testbed.load` does."""
        cls.testbed = load(testbed)
        return cls.testbed
