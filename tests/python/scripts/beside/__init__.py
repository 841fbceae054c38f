"""A package beside a testscript."""

name = 'beside'
