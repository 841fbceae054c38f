"""Sets levels of loggers, each before a task that logs at all levels."""

import logging
import os

from pyats.easypy import run

script = os.path.join(os.path.dirname(__file__), '..', 'scripts', 'logs.py')


def main(runtime):
    run(script, taskid='default')
    logging.getLogger('pyats.aetest').setLevel('ERROR')
    run(script, taskid='aetest_error')
    logging.getLogger('pyats.aetest').setLevel(logging.NOTSET)
    logging.getLogger('mylibrary').setLevel('DEBUG')
    run(script, taskid='library_debug')
    logging.getLogger('mylibrary').setLevel(logging.NOTSET)
    logging.root.setLevel('WARNING')
    run(script, taskid='root_warning')
    logging.root.setLevel('DEBUG')
    run(script, taskid='root_debug')
