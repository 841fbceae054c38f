"""A testscript that connects to each device and gives it a command, as often as the testbed says (`custom`).

It tells what connecting took, and each exchange behind the first, which finds everything cold.
"""

import json
import time

from pyats import aetest


class Measure(aetest.Testcase):
    @aetest.test
    def talk(self, testbed):
        command, times = testbed.custom["command"], testbed.custom["times"]
        for name in sorted(testbed.devices):
            device = testbed.devices[name]
            begin = time.perf_counter_ns()
            device.connect(log_stdout=False)
            connect = time.perf_counter_ns() - begin
            execute = []
            for _ in range(times):
                begin = time.perf_counter_ns()
                answer = device.execute(command)
                execute.append(time.perf_counter_ns() - begin)
                assert answer, "%s says nothing to %s" % (name, command)
            print("bench: " + json.dumps({"connect_ns": connect, "execute_ns": execute[1:]}), flush=True)
