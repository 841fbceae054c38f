"""Runs the testscript beside it that its first argument names; the other arguments are kwargs, as JSON."""
import json
import os
import sys
from pyats.easypy import run

here = os.path.dirname(os.path.abspath(__file__))


def main(runtime):
    name, *kwargs = sys.argv[1:]
    kwargs = dict(word.split('=', 1) for word in kwargs)
    kwargs = {key: json.loads(value) for key, value in kwargs.items()}
    said = runtime.synchro.list()
    result = run(os.path.join(here, name + '.py'), runtime=runtime, taskid=name, said=said, **kwargs)
    print('PROBE', repr(result))
    for line in said:
        print('PROBE', line)
