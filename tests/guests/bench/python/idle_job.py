"""A job that has COUNT tasks alive at once, tells their process ids, and keeps them until the file `measured`
appears in the runinfo directory.
"""

import json
import os
import time

from pyats.easypy import Task

HERE = os.path.dirname(os.path.abspath(__file__))
SCRIPT = os.path.join(HERE, "idle_script.py")
COUNT = 100

# How long somebody may take to measure, in seconds.
PATIENCE = 60


def main(runtime):
    everyone = runtime.synchro.Barrier(COUNT + 1)
    end = runtime.synchro.Event()

    begin = time.monotonic_ns()
    tasks = [Task(testscript=SCRIPT, runtime=runtime, everyone=everyone, end=end) for _ in range(COUNT)]
    for task in tasks:
        task.start()
    everyone.wait(PATIENCE)
    took = time.monotonic_ns() - begin
    print("bench: " + json.dumps({"alive_ns": took, "pids": [task.pid for task in tasks]}), flush=True)

    measured = os.path.join(runtime.directory, "measured")
    begin = time.monotonic()
    while not os.path.exists(measured) and time.monotonic() - begin < PATIENCE:
        time.sleep(0.01)
    end.set()
    for task in tasks:
        task.wait()
        assert task.result, "%s is %s" % (task.taskid, task.result)
