"""A testscript that tells when it got to its first line, and does nothing else."""

import time

print('bench: {"at_ns": %d}' % time.time_ns(), flush=True)

from pyats import aetest


class Nothing(aetest.Testcase):
    @aetest.test
    def nothing(self):
        pass
