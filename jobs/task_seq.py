"""Listing 4 of the Easypy page: tasks as objects, one after the other. The same job as `run_api`.

    easypy-wasm task_seq.py

As on the page, both tasks ask for one name. The second is given `example_task_1-2`, with a warning.
"""

from pyats.easypy import Task


# main() function
def main(runtime):

    # using Task class to create a task object
    # (max runtime = 60*5 seconds = 5 minutes)
    task_1 = Task(testscript='script_one.py',
                  runtime=runtime,
                  taskid='example_task_1')

    # start the task
    task_1.start()

    # wait for a max runtime of 60*5 seconds = 5 minutes
    task_1.wait(60*5)

    # check whether the next script should continue
    # based on previous task's results.
    if task_1.result:
        # last result passed, run the next task
        task_2 = Task(testscript='script_two.py',
                      runtime=runtime,
                      taskid='example_task_1')

        # start & wait
        task_2.start()
        task_2.wait(60*5)
