"""A testscript that logs COUNT short lines and tells how long that took."""

import json
import logging
import time

from pyats import aetest

COUNT = 20_000

log = logging.getLogger(__name__)


class Measure(aetest.Testcase):
    @aetest.test
    def lines(self):
        begin = time.perf_counter_ns()
        for number in range(COUNT):
            log.info("line %d", number)
        took = time.perf_counter_ns() - begin
        print("bench: " + json.dumps({"lines": COUNT, "all_ns": took}), flush=True)
