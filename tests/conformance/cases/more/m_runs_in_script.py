import os
from pyats.easypy import run


def main(runtime):
    print('PROBE', repr(run(os.path.join(os.path.dirname(__file__), 'runs.py'), runtime=runtime)))
