"""A job with one task, whose testscript does nothing."""

import os

from pyats.easypy import run

HERE = os.path.dirname(os.path.abspath(__file__))


def main(runtime):
    result = run(testscript=os.path.join(HERE, "empty_script.py"), runtime=runtime)
    assert result, "the empty task is %s" % result
