"""A job with one task for the devices of the testbed. pyATS runs the same file."""

import os

from pyats.easypy import run

HERE = os.path.dirname(os.path.abspath(__file__))


def main(runtime):
    result = run(testscript=os.path.join(HERE, "device_script.py"), runtime=runtime)
    assert result, "the task is %s" % result
