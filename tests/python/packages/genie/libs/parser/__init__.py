"""Stands in for genie.libs.parser: the same form, one parser."""
