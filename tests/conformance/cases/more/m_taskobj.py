import inspect
import os
import time
from pyats.easypy import Task, run

script = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), 'scripts', 'x_sleep.py')


def told(what, do):
    try:
        print('PROBE', what, repr(do()))
    except BaseException as error:
        print('PROBE', what, type(error).__name__, error)


def main(runtime):
    task = Task(testscript=script, runtime=runtime, taskid='obj', secs=1, foo='bar')
    for name in ('taskid', 'name', 'uid', 'kwargs', 'result', 'pid', 'exitcode', 'error', 'ident', 'daemon', 'testscript'):
        told(f'before {name}', lambda: getattr(task, name))
    told('before is_alive', task.is_alive)
    task.start()
    told('running is_alive', task.is_alive)
    told('running has a pid', lambda: task.pid > 0 and task.ident == task.pid)
    told('running exitcode', lambda: task.exitcode)
    told('running join', lambda: task.join(0.1))
    told('running is_alive', task.is_alive)
    told('wait', task.wait)
    for name in ('result', 'exitcode', 'error', 'taskid', 'testscript'):
        told(f'after {name}', lambda: getattr(task, name))
    told('after kwargs', lambda: task.kwargs)
    told('after is_alive', task.is_alive)
    told('after join', task.join)
    told('after wait', lambda: task.wait(1))
    told('after start', task.start)
    told('after terminate', task.terminate)
    told('after kill', task.kill)
    told('after result', lambda: task.result)
    told('wait signature', lambda: list(inspect.signature(task.wait).parameters))
    told('join signature', lambda: list(inspect.signature(task.join).parameters))
