"""The demo in Python: was the upgrade of a site well done? One task for each of its routers, all at the same time,
then one that compares what they found.

    easypy-wasm demo.py               all is well
    easypy-wasm demo.py --break       one router did not come up as it should

It is an ordinary pyATS job: `pyats run job demo.py` does the same. The input is in `upgrade/data`: what `show`
commands printed on the routers before and after.
"""

import argparse
import logging
import os
import sys

from pyats.easypy import Task, run

log = logging.getLogger(__name__)

here = os.path.dirname(os.path.abspath(__file__))
data = os.path.join(here, 'upgrade', 'data')

RELEASE = '17.9.4a'
MAX_RUNTIME = 60

parser = argparse.ArgumentParser(description='Was the upgrade well done?')
parser.add_argument('--break', dest='broken', action='store_true', help='take the day when things were broken')


def main(runtime):
    # What is not known here is left to the tasks.
    args, sys.argv[1:] = parser.parse_known_args(sys.argv[1:])
    runtime.job.name = 'nantes-upgrade'
    routers = sorted(name.removesuffix('.txt') for name in os.listdir(os.path.join(data, 'before')))
    log.info('checking the upgrade of %d routers to %s', len(routers), RELEASE)

    # It lives in the host. The tasks hold it by reference, as this job does.
    facts = runtime.synchro.dict()

    # Every router at the same time: the same testscript, with other parameters.
    tasks = []
    for router in routers:
        broken = args.broken and os.path.exists(os.path.join(data, 'broken', f'{router}.txt'))
        task = Task(testscript=os.path.join(here, 'upgrade', 'router.py'),
                    taskid=router,
                    runtime=runtime,
                    router=router,
                    before='before',
                    after='broken' if broken else 'after',
                    release=RELEASE,
                    facts=facts)
        task.start()
        tasks.append(task)
    for task in tasks:
        task.wait(MAX_RUNTIME)
        if not task.result:
            log.warning('%s is %s: see TaskLog.%s', task.taskid, str(task.result).upper(), task.taskid)

    # When all have told what they found, compare it.
    run(testscript=os.path.join(here, 'upgrade', 'site.py'),
        taskid='whole-site',
        runtime=runtime,
        max_runtime=MAX_RUNTIME,
        routers=routers,
        facts=facts)

    print(f"{'router':<12}{'release':>10}{'interfaces up':>16}{'routes':>9}")
    for router in routers:
        fact = facts.get(router)
        if fact:
            print(f"{router:<12}{fact['release']:>10}{fact['interfaces up']:>16}{fact['routes']:>9}")
    if not args.broken:
        print('To see what a fault looks like, run it again with --break.')
