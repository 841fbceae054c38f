"""Datafiles: YAML that gives a script parameters and its classes attributes (SPEC 8, datafile)."""

from .apply import apply_datafile
from .loader import DatafileLoader

__all__ = ["DatafileLoader", "apply_datafile"]
