import os
from pyats.easypy import Task, run

here = os.path.dirname(os.path.abspath(__file__))
script = os.path.join(os.path.dirname(here), 'scripts', 's_pass.py')
fails = os.path.join(os.path.dirname(here), 'scripts', 's_fail.py')


def told(what, do):
    try:
        print('PROBE', what, repr(do()))
    except BaseException as error:
        print('PROBE', what, type(error).__name__, error)


def main(runtime):
    told('without', lambda: run())
    told('none', lambda: run(testscript=None))
    told('number', lambda: run(script, taskid=5))
    told('empty', lambda: run(script, taskid=''))
    told('positional', lambda: run(script, 'second'))
    told('harness', lambda: Task(script, test_harness='nope'))
    task = Task(fails, taskid='fails', runtime=runtime, foo=1)
    told('kwargs', lambda: task.kwargs)
    told('join', task.join)
    told('wait', task.wait)
    task.start()
    told('start', task.start)
    told('wait', task.wait)
    told('result', lambda: task.result)
    told('exitcode', lambda: task.exitcode)
    told('error', lambda: task.error)
    told('join', task.join)
    tasks = runtime.tasks
    told('len', lambda: len(tasks))
    told('names', lambda: [task.taskid for task in tasks])
    told('by name', lambda: tasks['fails'].taskid)
    told('by index', lambda: tasks[0].taskid)
    told('unknown', lambda: tasks['zzz'])
    told('count', lambda: tasks.count)
    told('active', lambda: list(tasks.active))
    told('result', lambda: tasks.result)
    told('through tasks', lambda: tasks.run(script, taskid='through'))
    told('name', lambda: tasks.Task(script, taskid='a/b c').taskid)
