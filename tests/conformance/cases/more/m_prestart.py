import os
from pyats.easypy import Task

script = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), 'scripts', 's_pass.py')


def main(runtime):
    task = Task(script, taskid='obj', runtime=runtime)
    for name in ('kill', 'terminate'):
        try:
            print('PROBE', name, getattr(task, name)())
        except Exception as error:
            print('PROBE', name, type(error).__name__, error)
    print('PROBE', 'still here')
    task.start()
    task.wait()
    print('PROBE', repr(task.result))
