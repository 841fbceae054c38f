from pyats import aetest


class CommonSetup(aetest.CommonSetup):
    @aetest.subsection
    def connect(self):
        self.failed('no device', goto=['common_cleanup'])

    @aetest.subsection
    def next(self):
        pass


class Testcase(aetest.Testcase):
    @aetest.test
    def test(self):
        pass


class CommonCleanup(aetest.CommonCleanup):
    @aetest.subsection
    def clean(self):
        pass
