"""Reads what a hostile task has put into shared objects, in every way that there is."""

import builtins
import copy
import os

from pyats.easypy import Task, run

scripts = os.path.join(os.path.dirname(__file__), '..', 'scripts')


class Marker:
    """Its pickle calls a function, in whoever reads it."""

    def __reduce__(self):
        return eval, ("[__import__('builtins').__dict__.setdefault('ran', []).append('parameter'), 'ran'][1]",)


def main(runtime):
    builtins.ran = []
    shared = runtime.synchro
    facts, rows, todo, keys, total = shared.dict(), shared.list(), shared.Queue(), shared.dict(), shared.Value('i', 0)
    script = os.path.join(scripts, 'plants.py')
    task = Task(script, taskid='plants', runtime=runtime, facts=facts, rows=rows, todo=todo, keys=keys, total=total,
                code_for_tasks=Marker())
    task.start()
    task.wait()
    print('PROBE', task.result, type(task.kwargs['code_for_tasks']).__name__)

    names = facts.keys()
    ways = {}
    for name in names:
        ways[f'facts[{name}]'] = lambda name=name: facts[name]
        ways[f'facts.get({name})'] = lambda name=name: facts.get(name)
        ways[f'facts.setdefault({name})'] = lambda name=name: facts.setdefault(name, 1)
    for index in range(len(rows)):
        ways[f'rows[{index}]'] = lambda index=index: rows[index]
        ways[f'todo.get() {index}'] = lambda: todo.get(timeout=0)
    ways |= {
        'facts.copy()': facts.copy,
        'facts.items()': facts.items,
        'facts.values()': facts.values,
        'dict(facts)': lambda: dict(facts),
        'str(facts)': lambda: str(facts),
        'facts == {}': lambda: facts == {},
        'list(rows)': lambda: list(rows),
        'rows[:]': lambda: rows[:],
        'rows + []': lambda: rows + [],
        '1 in rows': lambda: 1 in rows,
        'rows.index(1)': lambda: rows.index(1),
        'rows.sort()': rows.sort,
        'str(rows)': lambda: str(rows),
        'copy.copy(rows)[0]': lambda: copy.copy(rows)[0],
        'keys.keys()': keys.keys,
        'dict(keys)': lambda: dict(keys),
        'list(keys)': lambda: list(keys),
        'total.value': lambda: total.value,
        'str(total)': lambda: str(total),
    }
    for index in range(len(rows)):
        ways[f'rows.pop() {index}'] = rows.pop
    for name in names:
        ways[f'facts.pop({name})'] = lambda name=name: facts.pop(name)
    ways['keys.popitem()'] = keys.popitem
    for way, read in ways.items():
        try:
            print('PROBE', f'{way}: {read()!r}')
        except Exception as error:
            print('PROBE', f'{way}: {type(error).__name__}')
    print('PROBE', 'ran', builtins.ran)
