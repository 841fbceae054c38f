"""A pyATS job that tells what run() of an empty testscript takes, and how much memory idle tasks take."""

import json
import os
import time

from pyats.easypy import Task, run

HERE = os.path.dirname(os.path.abspath(__file__))
RUNS = 20
IDLE = 32


def proportional_kib(pid):
    with open("/proc/%d/smaps_rollup" % pid) as lines:
        for line in lines:
            if line.startswith("Pss:"):
                return int(line.split()[1])


def main(runtime):
    empty = os.path.join(HERE, "empty.py")
    took = []
    for _ in range(RUNS):
        begin = time.perf_counter_ns()
        run(testscript=empty, runtime=runtime)
        took.append(time.perf_counter_ns() - begin)

    everyone = runtime.synchro.Barrier(IDLE + 1)
    end = runtime.synchro.Event()
    idle = os.path.join(HERE, "idle.py")
    tasks = [Task(testscript=idle, runtime=runtime, everyone=everyone, end=end) for _ in range(IDLE)]
    for task in tasks:
        task.start()
    everyone.wait(60)
    shares = [proportional_kib(task.pid) for task in tasks]
    end.set()
    for task in tasks:
        task.wait()
    print("bench: " + json.dumps({"run_ns": took, "idle_kib": shares}), flush=True)
