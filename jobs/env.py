"""Listing 2 of the Easypy page: a jobfile with environment variable processing.

A job sees the variables that the command line names, and no other:

    SCRIPT_ARG_A='another value' easypy-wasm env.py --env 'SCRIPT_*'
"""

import os

from pyats.easypy import run

# using this file's path to compute the relative location of script file
# and collecting some arguments from environment variables
here = os.path.dirname(__file__)
argA = os.environ.get('SCRIPT_ARG_A', 'argument value a')
argB = os.environ.get('SCRIPT_ARG_B', 'argument value b')


# entry point
def main(runtime):

    # relative script path/file based on this file's location
    run(testscript=os.path.join(here, 'path', 'to', 'script_one.py'),
        runtime=runtime)

    # passing script arguments collected from environment variable
    run(testscript=os.path.join(here, 'path', 'to', 'script_two.py'),
        runtime=runtime,
        argument_A=argA,
        argument_B=argB)
