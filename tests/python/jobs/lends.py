"""Has a device itself, hands devices to its tasks, and grants them less than they might have."""

import os

from pyats.easypy import Task, run

scripts = os.path.join(os.path.dirname(__file__), '..', 'scripts')


def main(runtime):
    uut = runtime.testbed.devices['uut']
    leases, handed = os.path.join(scripts, 'leases.py'), os.path.join(scripts, 'handed.py')
    with uut.lease():
        run(leases, taskid='late', runtime=runtime, within=0.05)
    run(leases, taskid='next', runtime=runtime, within=60.0)

    facts = runtime.synchro.dict(uut=uut)
    near = uut.interfaces['Gi1']
    things = {'uut': uut, 'near': near, 'link': near.link, 'facts': facts}
    run(handed, taskid='exclusive', runtime=runtime, exclusive=[uut], **things)
    run(handed, taskid='narrowed', runtime=runtime, grant={'devices': [{'name': 'R1', 'allow': ['echo *']}]}, **things)

    for label, wrong in (('exclusive', {'exclusive': ['R9']}), ('grant', {'grant': {'devices': [{'nmae': 'R1'}]}})):
        try:
            task = Task(handed, taskid='never', runtime=runtime, **wrong, **things)
            task.start()
            print('PROBE', label, 'was taken')
        except Exception as error:
            print('PROBE', label, type(error).__name__, error)
