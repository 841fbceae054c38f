"""Settings of pyATS: none are read, the host has its own."""

from pyats.datastructures import Configuration

configuration = Configuration()
