"""The base of genie's objects, for modules that import it."""


class Base:
    """Nothing of its own."""
