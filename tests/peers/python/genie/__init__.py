"""Stands for Cisco's genie where only Unicon's mock devices are wanted.

Unicon loads all its plugins, and one of them imports one exception of genie, which no mock device can raise.
The real package and what it needs in turn are 600 MB.
"""
