"""A testscript that waits until all others are there as well, and then for the end."""

from pyats import aetest


class Idle(aetest.Testcase):
    @aetest.test
    def idle(self, everyone, end):
        everyone.wait()
        end.wait()
