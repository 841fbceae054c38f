"""A testscript that gets a key of a shared dict COUNT times, sets it as often, and tells what each took."""

import json
import time

from pyats import aetest

COUNT = 20_000


class Measure(aetest.Testcase):
    @aetest.test
    def gets(self, shared):
        begin = time.perf_counter_ns()
        total = 0
        for _ in range(COUNT):
            total += shared["k"]
        took = time.perf_counter_ns() - begin
        assert total == COUNT, "%d gets of 1 make %d" % (COUNT, total)
        print("bench: " + json.dumps({"gets": COUNT, "all_ns": took}), flush=True)

    @aetest.test
    def sets(self, shared):
        begin = time.perf_counter_ns()
        for number in range(COUNT):
            shared["k"] = number
        last = shared["k"]
        took = time.perf_counter_ns() - begin
        assert last == COUNT - 1, "the last one set is %d" % last
        print("bench: " + json.dumps({"sets": COUNT, "all_ns": took}), flush=True)
