"""Listing 5 of the Easypy page: tasks as objects, at the same time.

    easypy-wasm task_async.py

As on the page, both tasks ask for one name. The second is given `example_task_1-2`, with a warning.
"""

import time
from datetime import timedelta

from pyats.easypy import Task


# main() function
def main(runtime):

    # using Task class to create a two tasks
    # (max runtime = 60*5 seconds = 5 minutes)
    task_1 = Task(testscript='script_one.py',
                  runtime=runtime,
                  taskid='example_task_1')

    task_2 = Task(testscript='script_two.py',
                  runtime=runtime,
                  taskid='example_task_1')

    # start both tasks simultaneously
    task_1.start()
    task_2.start()

    # poll for tasks to finish (max of 5 minutes)
    counter = timedelta(minutes=5)

    while counter:
        # check if processes are alive, if so, continue to wait
        if task_1.is_alive() or task_2.is_alive():
            time.sleep(0.05)
            counter -= timedelta(seconds=0.05)
        else:
            # all is good
            break
    else:
        # exceeded runtime
        task_1.terminate()
        task_1.join()
        task_2.terminate()
        task_2.join()

        # raise exception
        raise TimeoutError('Not all tasks finished in 5 minutes!')
