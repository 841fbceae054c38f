"""A testscript that notes when it got to its first line."""

import time

FIRST_LINE = time.time_ns()

from pyats import aetest


class Tell(aetest.Testcase):
    @aetest.test
    def tell(self, first_lines):
        first_lines.append(FIRST_LINE)
