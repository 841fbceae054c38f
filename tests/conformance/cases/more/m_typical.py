"""A job as people write them: arguments, several scripts, a decision, a summary."""
import argparse
import logging
import os
import sys
from pyats.easypy import run
from pyats.results import Passed

log = logging.getLogger(__name__)
here = os.path.dirname(os.path.abspath(__file__))
parser = argparse.ArgumentParser()
parser.add_argument('--sites', nargs='*', default=['paris', 'lyon'])
parser.add_argument('--strict', action='store_true')


def main(runtime):
    args, sys.argv[1:] = parser.parse_known_args(sys.argv[1:])
    runtime.job.name = 'typical'
    summary = runtime.synchro.dict()
    results = {}
    for site in args.sites:
        results[site] = run(testscript=os.path.join(here, 'typical.py'), runtime=runtime, taskid=f'check {site}',
                            max_runtime=60, site=site, strict=args.strict, summary=summary, vlans=[10, 20, 4095],
                            settings={'mtu': 1500, 'names': ('a', 'b')})
    print('PROBE', {site: str(result) for site, result in results.items()}, all(results.values()))
    for site in sorted(summary.keys()):
        print('PROBE', site, summary[site])
    with open(os.path.join(runtime.directory, 'summary.txt'), 'w') as file:
        file.write(str(dict(summary)))
    if results['paris'] != Passed:
        log.error('paris is not well')
