"""Gets or sets a key of a multiprocessing.Manager's dict from a child process, COUNT times."""

import json
import multiprocessing
import sys
import time


def gets(shared, count):
    begin = time.perf_counter_ns()
    total = 0
    for _ in range(count):
        total += shared["k"]
    took = time.perf_counter_ns() - begin
    assert total == count
    print("bench: " + json.dumps({"gets": count, "all_ns": took}), flush=True)


def sets(shared, count):
    begin = time.perf_counter_ns()
    for number in range(count):
        shared["k"] = number
    last = shared["k"]
    took = time.perf_counter_ns() - begin
    assert last == count - 1
    print("bench: " + json.dumps({"sets": count, "all_ns": took}), flush=True)


if __name__ == "__main__":
    child = {"gets": gets, "sets": sets}[sys.argv[1]]
    fork = multiprocessing.get_context("fork")
    with fork.Manager() as manager:
        shared = manager.dict({"k": 1})
        process = fork.Process(target=child, args=(shared, int(sys.argv[2])))
        process.start()
        process.join()
        sys.exit(process.exitcode)
