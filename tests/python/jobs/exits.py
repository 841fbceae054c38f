"""Runs a task and leaves: `exits.py HOW`."""

import os
import sys

from pyats.easypy import run


def main(runtime):
    run(os.path.join(os.path.dirname(__file__), '..', 'scripts', 'prints.py'), taskid='before')
    how = sys.argv[1]
    if how == 'interrupt':
        raise KeyboardInterrupt
    if how == 'text':
        sys.exit('no licence')
    sys.exit(int(how))
