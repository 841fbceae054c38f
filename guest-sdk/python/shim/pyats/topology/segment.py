"""Segments: links of more than two ends."""

from __future__ import annotations

from .link import Link, LinkBase


class SegmentBase(LinkBase):
    """As a link."""

    _kind = "segment"


class Segment(SegmentBase, Link):
    """A segment of a testbed."""
