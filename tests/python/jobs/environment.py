"""Changes its environment, arguments and globals: its tasks have the first two as they are when they start, and none
changes anything for the job."""

import os
import sys

from pyats.easypy import run

scripts = os.path.join(os.path.dirname(__file__), '..', 'scripts')
state = {'value': 'job'}


def main(runtime):
    print('PROBE', os.environ.get('GIVEN'), os.environ.get('WITHHELD'))
    run(os.path.join(scripts, 'environment.py'), taskid='before', names=['WITHHELD', 'NOWHERE'])
    os.environ['FROM_JOB'] = 'größe = 1'
    os.environ['GIVEN'] = 'changed'
    sys.argv[1:] = ['left', 'over']
    run(os.path.join(scripts, 'environment.py'), taskid='after', names=['WITHHELD'])
    del os.environ['FROM_JOB']
    run(os.path.join(scripts, 'environment.py'), taskid='deleted', names=[])
    run(os.path.join(scripts, 'isolation.py'), taskid='isolation', state=state, numbers=[1])
    print('PROBE', state, os.environ.get('FROM_TASK'), sys.argv[1:])
