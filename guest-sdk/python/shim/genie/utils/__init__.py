"""Helpers for what parsers return: `from genie.utils import Dq`, `from genie.utils.diff import Diff`."""

from .dq import Dq

__all__ = ["Dq"]
