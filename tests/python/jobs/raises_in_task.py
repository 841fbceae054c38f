"""Runs a task that asks a shared dict for a key that it has not."""

import os

from pyats.easypy import run


def main(runtime):
    run(os.path.join(os.path.dirname(__file__), '..', 'scripts', 'shared_missing.py'), facts=runtime.synchro.dict())
