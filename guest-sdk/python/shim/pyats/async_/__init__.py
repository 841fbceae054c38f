"""`from pyats.async_ import pcall`: a function called for several arguments.

In a sandbox without processes the calls run one after another.
"""

from .exceptions import ChildProcessException
from .parallelcall import Pcall, pcall

__all__ = ["Pcall", "pcall", "ChildProcessException"]
