"""The old name of `pyats.log`."""

import sys

from pyats import log
from pyats.log import *  # noqa: F403
from pyats.log import cisco, colour, utils, warnings

for _module in (cisco, colour, utils, warnings):
    sys.modules[_module.__name__.replace("pyats.log", __name__)] = _module

__all__ = log.__all__
