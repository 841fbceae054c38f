"""A job with one task that logs."""

import os

from pyats.easypy import run

HERE = os.path.dirname(os.path.abspath(__file__))


def main(runtime):
    result = run(testscript=os.path.join(HERE, "log_script.py"), runtime=runtime)
    assert result, "the task is %s" % result
