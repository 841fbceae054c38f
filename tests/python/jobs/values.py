"""Values of all kinds as kwargs, and what cannot be one."""

import collections
import dataclasses
import datetime
import os
import pathlib
import sys

from pyats.easypy import run

scripts = os.path.join(os.path.dirname(__file__), '..', 'scripts')


@dataclasses.dataclass
class Router:
    name: str
    ports: list


def double(n):
    return 2 * n


def main(runtime):
    values = {
        'none': None,
        'number': 1.5,
        'big': 2 ** 70,
        'infinite': float('inf'),
        'text': 'größe \0 ✓',
        'bytes': b'\x00\xff',
        'tuple': (1, (2, 3)),
        'set': {1},
        'keys': {1: 'one', ('a', 'b'): 'two', None: 'three'},
        'dollar': {'$shared': 1, '$pickle': 'x'},
        'time': datetime.datetime(2026, 11, 24, 2, 13, 12),
        'path': pathlib.PurePosixPath('/a/b'),
        'ordered': collections.OrderedDict(b=1, a=2),
        'router': Router('r1', [1, 2]),
        'function': double,
        'run': runtime,
    }
    run(os.path.join(scripts, 'values.py'), taskid='values', values=values, facts=runtime.synchro.dict())
    run(os.path.join(scripts, 'values.py'), taskid='big', values={'text': 'x' * 4_000_000},
        facts=runtime.synchro.dict())
    for label, value in (('generator', (n for n in ())), ('frame', sys._getframe())):
        try:
            run(os.path.join(scripts, 'values.py'), taskid=f'never-{label}', values=value)
            print('PROBE', label, 'was taken')
        except Exception as error:
            print('PROBE', label, type(error).__name__, error)
    try:
        run(os.path.join(scripts, 'values.py'), taskid='too-big', values={'text': 'x' * 20_000_000})
        print('PROBE', 'too big', 'was taken')
    except Exception as error:
        print('PROBE', 'too big', type(error).__name__, error)
