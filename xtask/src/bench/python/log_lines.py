"""Logs COUNT short lines into a file, with logging's own FileHandler."""

import json
import logging
import sys
import time

if __name__ == "__main__":
    file, count = sys.argv[1], int(sys.argv[2])
    line = "%(asctime)s: %%%(name)s-%(levelname)s: %(message)s"
    logging.basicConfig(filename=file, filemode="w", format=line, level=logging.INFO)
    log = logging.getLogger("bench")
    begin = time.perf_counter_ns()
    for number in range(count):
        log.info("line %d", number)
    took = time.perf_counter_ns() - begin
    print("bench: " + json.dumps({"lines": count, "all_ns": took}), flush=True)
