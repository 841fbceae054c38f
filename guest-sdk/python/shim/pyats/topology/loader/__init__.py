"""`from pyats.topology import loader; testbed = loader.load('testbed.yaml')`"""

from .base import TestbedFileLoader, load

__all__ = ["TestbedFileLoader", "load"]
