from pyats import aetest


class CommonSetup(aetest.CommonSetup):
    @aetest.subsection
    def connect(self):
        raise ConnectionError('no route to host')

    @aetest.subsection
    def next(self):
        self.skipped('later')


@aetest.loop(n=[1, 2])
class Looped(aetest.Testcase):
    @aetest.test
    def test(self, n):
        pass


@aetest.skip('anyway')
class Skipped(aetest.Testcase):
    @aetest.test
    def test(self):
        pass


class CommonCleanup(aetest.CommonCleanup):
    @aetest.subsection
    def clean(self):
        self.passed('clean')
