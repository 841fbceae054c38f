import os
from pyats.easypy import run

scripts = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), 'scripts')


def main(runtime):
    for name in ('x_modsysexit', 'x_modexit'):
        print('PROBE', name, repr(run(os.path.join(scripts, name + '.py'), runtime=runtime, taskid=name)))
