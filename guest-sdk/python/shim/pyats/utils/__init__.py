"""Helpers that pyATS scripts and parsers import: schemas, dictionaries, strings, searching in objects."""
