"""Listing 7 of the Easypy page: passing information back from a task to the jobfile
(using runtime.synchro to create shared dict/list objects).

    easypy-wasm shared.py
"""

import logging

from pyats.easypy import run

log = logging.getLogger(__name__)


# main() function
def main(runtime):

    # the shared objects are the host's: what crosses to the tasks are references to them

    # create two shared objects: a dictionary and a list
    shared_dict = runtime.synchro.dict()
    shared_list = runtime.synchro.list()

    # run the task, and pass the shared objects in as parameters
    # if the testscript updates the shared objects, their values
    # are also synchronized to this jobfile level
    run(testscript='shared/script_one.py',
        runtime=runtime,
        shared_dict=shared_dict,
        shared_list=shared_list)

    # now you can access the shared objects' values, and do more
    # eg, check for testbed sanity flag
    if shared_dict['testbed_is_sane']:
        # pass it along to the next task
        run(testscript='shared/script_two.py',
            runtime=runtime,
            shared_dict=shared_dict,
            shared_list=shared_list)

    log.info('n = %d, list = %s', shared_dict['n'], list(shared_list))
