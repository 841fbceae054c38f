import os
from pyats.easypy import run

here = os.path.dirname(os.path.abspath(__file__))
script = os.path.join(here, 'datafiles.py')


def main(runtime):
    run(script, runtime=runtime, taskid='base', datafile=os.path.join(here, 'datafile_base.yaml'))
    run(script, runtime=runtime, taskid='extends', datafile=os.path.join(here, 'datafile.yaml'), mtu=7)
    print('PROBE', repr(run(script, runtime=runtime, taskid='bad', datafile=os.path.join(here, 'run_one.py'))))
