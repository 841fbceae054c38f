"""Is no Python."""

from pyats import aetest


class Never(aetest.Testcase):
    @aetest.test
    def runs(self)
        pass
