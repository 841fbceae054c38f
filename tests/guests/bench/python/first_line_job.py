"""A job that runs COUNT tasks one after the other, and tells for each what passed from start() to its first line.

pyATS runs the same file.
"""

import json
import os
import time

from pyats.easypy import Task

HERE = os.path.dirname(os.path.abspath(__file__))
SCRIPT = os.path.join(HERE, "first_line_script.py")
COUNT = 30


def main(runtime):
    first_lines = runtime.synchro.list()
    passed = []
    # One more: the first finds everything cold.
    for _ in range(COUNT + 1):
        task = Task(testscript=SCRIPT, runtime=runtime, first_lines=first_lines)
        begin = time.time_ns()
        task.start()
        task.wait()
        assert task.result, "%s is %s" % (task.taskid, task.result)
        passed.append(first_lines[-1] - begin)
    assert len(first_lines) == COUNT + 1, "%d tasks told" % len(first_lines)
    print("bench: " + json.dumps({"first_line_ns": passed[1:]}), flush=True)
