"""A pyATS job with one task."""

import os

from pyats.easypy import run

HERE = os.path.dirname(os.path.abspath(__file__))


def main(runtime):
    run(testscript=os.path.join(HERE, "first_line.py"), runtime=runtime)
