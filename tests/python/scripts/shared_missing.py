"""Asks a shared dict for a key that it has not."""

from pyats import aetest


class Missing(aetest.Testcase):
    @aetest.test
    def key(self, facts):
        facts['nowhere']  # missing
