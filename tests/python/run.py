"""Runs testscripts, one after the other: `run.py SCRIPT NAME=JSON ... SCRIPT ...`. Says what came of each."""

import json
import sys

from pyats.easypy import run


def main(runtime):
    calls = []
    for word in sys.argv[1:]:
        if word.endswith(('.py', '.wasm')):
            calls.append((word, {}))
        else:
            name, _, value = word.partition('=')
            calls[-1][1][name] = json.loads(value)
    sys.argv[1:] = []
    for script, kwargs in calls:
        print('PROBE', repr(run(testscript=script, runtime=runtime, **kwargs)))
