"""A package with a part that is compiled for another machine."""

from ._speedups import fast
