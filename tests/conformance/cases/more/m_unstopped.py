import os
import time
from pyats.easypy import Task, runtime

here = os.path.dirname(os.path.abspath(__file__))
script = os.path.join(os.path.dirname(here), 'scripts', 'x_sleep.py')


def main():
    tasks = [Task(script, taskid=f't{n}', secs=0.1) for n in range(3)]
    for task in tasks:
        task.start()
    while any(task.is_alive() for task in tasks):
        time.sleep(0.05)
    print('PROBE', [str(task.result) for task in tasks], [task.exitcode for task in tasks])
    print('PROBE', len(runtime.tasks), runtime.tasks.result, runtime.tasks.errors)
