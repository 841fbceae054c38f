"""Fails in `main()`, three calls deep, after a task has passed."""

import os

from pyats.easypy import run


def main(runtime):
    run(os.path.join(os.path.dirname(__file__), '..', 'scripts', 'prints.py'), runtime=runtime)
    first(runtime)  # main


def first(runtime):
    second(runtime.synchro.dict())  # first


def second(facts):
    facts['nowhere']  # second
