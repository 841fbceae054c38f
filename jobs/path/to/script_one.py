"""The same as `script_one`, below the directory of the jobfile."""

from pyats import aetest


class common_setup(aetest.CommonSetup):
    @aetest.subsection
    def sub_one(self):
        pass


class tc_one(aetest.Testcase):
    @aetest.setup
    def setup(self):
        pass

    @aetest.test
    def test_a(self):
        """A section that comes to its end has passed."""

    @aetest.test
    def test_b(self):
        """A section can also say that it has, and why."""
        self.passed('b is good')

    @aetest.cleanup
    def cleanup(self):
        pass


class common_cleanup(aetest.CommonCleanup):
    @aetest.subsection
    def clean_one(self):
        pass


if __name__ == '__main__':
    aetest.main()
