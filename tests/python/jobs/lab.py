"""Runs testscripts on the testbed, as jobs do that were written for pyATS: `lab.py SCRIPT ...`."""

import os
import sys

from pyats.easypy import run

scripts = os.path.join(os.path.dirname(__file__), '..', 'scripts')


def main(runtime):
    names, sys.argv[1:] = sys.argv[1:], []
    for name in names:
        run(testscript=os.path.join(scripts, name), taskid=name, testbed=runtime.testbed, runtime=runtime)
