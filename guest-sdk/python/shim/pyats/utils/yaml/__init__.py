"""Errors of YAML files."""
