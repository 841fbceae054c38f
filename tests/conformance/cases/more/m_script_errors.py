import os
from pyats.easypy import run

here = os.path.dirname(os.path.abspath(__file__))
scripts = os.path.join(os.path.dirname(here), 'scripts')


def main(runtime):
    for name in ('s_import_error', 's_syntax_error', 'x_modraise', 's_cs_fail'):
        print('PROBE', name, repr(run(os.path.join(scripts, name + '.py'), runtime=runtime, taskid=name)))
    print('PROBE', repr(run(os.path.join(here, 'not_there.py'), runtime=runtime, taskid='missing')))
