"""Listing 1 of the Easypy page: a simple, sequential jobfile.

    easypy-wasm simple.py
"""

import os

from pyats.easypy import run


# main() function must be defined in each job file
#   - it should have a runtime argument
#   - and contains one or more tasks
def main(runtime):

    # provide custom job name for reporting purposes (optional)
    runtime.job.name = 'my-job-overwrite-name'

    # using run() api to run a task
    #
    # syntax
    # ------
    #   run(testscript = <testscript path/file>,
    #       runtime = <runtime object>,
    #       max_runtime = None,
    #       taskid = None,
    #       **kwargs)
    #
    #   any additional arguments (**kwargs) to run() api are propagated
    #   to AEtest as input arguments.
    run(testscript='script_one.py', runtime=runtime)

    # each job may contain one or more tasks.
    # tasks defined using run() api always run sequentially.
    run(testscript='script_two.py', runtime=runtime)

    # access runtime information, such as runtime directory
    # eg, save a new file into runtime directory: it comes into the archive
    with open(os.path.join(runtime.directory, 'my_file.txt'), 'w') as f:
        f.write('some content')
