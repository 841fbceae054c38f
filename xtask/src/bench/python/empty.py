"""A testscript that does nothing."""

from pyats import aetest


class Nothing(aetest.Testcase):
    @aetest.test
    def nothing(self):
        pass
