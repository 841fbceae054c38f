"""Shared objects between the job and tasks that run at the same time."""

import os

from pyats.easypy import Task, run

scripts = os.path.join(os.path.dirname(__file__), '..', 'scripts')


def told(do):
    try:
        return do()
    except Exception as error:
        return f'{type(error).__name__}: {error}'


def main(runtime):
    shared = runtime.synchro
    facts, results, lock, todo = shared.dict(), shared.list(), shared.Lock(), shared.Queue()
    done, total = shared.Event(), shared.Value('i', 0)
    for n in range(20):
        todo.put(n)
    tasks = [Task(os.path.join(scripts, 'worker.py'), taskid=f'worker-{n}', runtime=runtime, facts=facts,
                  results=results, lock=lock, todo=todo, done=done, total=total) for n in range(4)]
    for task in tasks:
        task.start()
    done.set()
    for task in tasks:
        task.wait(60)
    print('PROBE', sorted(results), facts['n'], total.value, todo.empty())
    facts['nested'] = {'a': [1, 2]}
    facts['nested']['a'].append(3)
    inner = shared.dict(x=1)
    facts['inner'] = inner
    inner['y'] = 2
    print('PROBE', facts['nested'], dict(facts['inner']), len(facts), 'nested' in facts, sorted(facts.keys()))
    print('PROBE', told(lambda: facts['nowhere']))
    print('PROBE', told(lambda: facts.update(f=lambda: 1)))
    print('PROBE', told(todo.get_nowait), told(lambda: todo.get(timeout=0.01)))
    results[:] = [3, 1, 2]
    results.sort()
    results += [4]
    print('PROBE', list(results), results[-1], results[1:3], len(results))
    print('PROBE', told(lambda: shared.Pool(1)))
