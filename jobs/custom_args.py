"""Listing 8 of the Easypy page: parsing custom arguments.

    easypy-wasm custom_args.py --my_custom_arg 'value'

where `--my_custom_arg` is a custom argument to be parsed by the jobfile.
"""

# using argparse module to do the parsing
import argparse
import os
import sys

from pyats.easypy import run

prefix = os.path.dirname(__file__)

# create your own parser to parse script arguments
# outside of the main block. This only creates a parser object
parser = argparse.ArgumentParser(description="my custom parser")
parser.add_argument('--my_custom_arg', help='my custom argument')
# add any additional arguments as required...


# main block
def main(runtime):

    # do the parsing first thing in the main() block
    # always use parse_known_args as per requirement in argument propagation
    # also stores back extra arguments back to sys.argv
    args, sys.argv[1:] = parser.parse_known_args(sys.argv[1:])

    # you can now provide those new values to your pyATS script.
    run(testscript=os.path.join(prefix, 'path', 'to', 'script_two.py'),
        runtime=runtime,
        my_custom_arg=args.my_custom_arg)
