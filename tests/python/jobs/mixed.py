"""Runs testscripts in Rust, whose files its arguments name, and in Python."""

import os
import sys

from pyats.easypy import Task, run

python = os.path.join(os.path.dirname(__file__), '..', 'scripts', 'mixed.py')


def main(runtime):
    fills_in, echoes, fails, command = sys.argv[1:]
    sys.argv[1:] = []
    d, l, inner = runtime.synchro.dict(), runtime.synchro.list(), runtime.synchro.dict()
    d['inner'] = inner
    run(fills_in, taskid='rust', shared_dict=d, shared_list=l)
    result = run(python, taskid='python', shared_dict=d, shared_list=l)
    seen = dict(d)
    del seen['inner']
    print('PROBE', repr(result), seen, list(l), inner['found'])
    run(echoes, taskid='echoes', text='größe', number=2.5, nothing=None, items=[1, {'a': True}])
    task = Task(fails, taskid='fails', runtime=runtime)
    task.start()
    task.wait(60)
    print('PROBE', repr(task.result), repr(run(command, taskid='command')))
