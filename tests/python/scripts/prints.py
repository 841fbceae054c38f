"""The least that a testscript does."""

from pyats import aetest


class Prints(aetest.Testcase):
    @aetest.test
    def prints(self):
        print('hello from', __file__)
