"""Runs a task, and ends itself as a process could: `ends_itself.py HOW`."""

import os
import signal
import sys

from pyats.easypy import run


def main():
    run(os.path.join(os.path.dirname(__file__), '..', 'scripts', 'prints.py'), taskid='before')
    how = sys.argv[1]
    try:
        if how == 'abort':
            os.abort()  # abort
        if how == 'raise':
            signal.raise_signal(signal.SIGTERM)  # raise
        os.kill(os.getpid(), int(how))  # kill
    except Exception as error:
        print('PROBE', f'went on: {error!r}')
