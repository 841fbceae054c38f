"""Base classes in a file of their own, further down than what uses them."""
from pyats import aetest

#
#
#
#
#
#
#
#
#
#
#
#
#
#
#
#
#
#
#
#
#
#
#
#
#
#
#
#
#
#
#
#
#
#
#
#
#
#
#
#
#
#
#
#
#
#


class Far(aetest.Testcase):
    @aetest.test
    def far_b(self):
        pass

    @aetest.test
    def far_a(self):
        pass


class FarMixin:
    @aetest.test
    def far_mixed(self):
        pass
