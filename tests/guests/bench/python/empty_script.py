"""A testscript that does nothing: one testcase with one empty test."""

from pyats import aetest


class Nothing(aetest.Testcase):
    @aetest.test
    def nothing(self):
        pass
