"""Waits until it is terminated."""

import time

from pyats import aetest


class Waits(aetest.Testcase):
    @aetest.test
    def waits(self):
        time.sleep(600)
