"""A job with one task that gets and sets a key of a shared dict."""

import os

from pyats.easypy import run

HERE = os.path.dirname(os.path.abspath(__file__))


def main(runtime):
    shared = runtime.synchro.dict({"k": 1})
    result = run(testscript=os.path.join(HERE, "dict_script.py"), runtime=runtime, shared=shared)
    assert result, "the task is %s" % result
