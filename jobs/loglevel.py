"""Listing 6 of the Easypy page: controlling log levels from the jobfile.

    easypy-wasm loglevel.py

TaskLog.Task-1 then holds the debug records of `mylibrary` and `otherlibrary`, which it does not when
another job runs the same script, and none of the script's own, whose logger is below `pyats.aetest`.
"""

# import logging module
import logging
import os

from pyats.easypy import run

# script path based on that of the jobfile.
prefix = os.path.dirname(__file__)


# main block
def main(runtime):

    # set logging levels for various modules
    # eg, setting aetest log level to INFO
    # and setting 'mylibrary' to DEBUG
    logging.getLogger('pyats.aetest').setLevel('INFO')
    logging.getLogger('mylibrary').setLevel('DEBUG')
    # if you set the root logger's log level, then it affects all
    # loggers as per rules of logger parent-child relationship
    # eg, turning on DEBUG for all loggers.
    logging.root.setLevel('DEBUG')

    # the levels hold in every task that is started from now on.
    run(testscript=os.path.join(prefix, 'path', 'to', 'script_two.py'),
        runtime=runtime)
