"""Parsers for IOS XE."""
