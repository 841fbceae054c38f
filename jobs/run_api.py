"""Listing 3 of the Easypy page: the run() api.

    easypy-wasm run_api.py

As on the page, both tasks ask for one name. The second is given `example_task_1-2`, with a warning.
"""

from pyats.easypy import run


# main() function
def main(runtime):

    # using run() api to run a task, save the result to variable
    # (max runtime = 60*5 seconds = 5 minutes)
    result = run(testscript='script_one.py',
                 runtime=runtime,
                 taskid='example_task_1',
                 max_runtime=60*5)

    # check whether the next script should continue
    # based on previous task's results.
    if result:
        # last result passed, run the next task
        run(testscript='script_two.py',
            runtime=runtime,
            taskid='example_task_1',
            max_runtime=60*5)
