from pyats import aetest


class CommonSetup(aetest.CommonSetup):
    @aetest.subsection
    def passes(self):
        pass


@aetest.loop(n=[1, 2, 3, 4])
class Looped(aetest.Testcase):
    @aetest.test
    def test(self, n):
        if n % 2:
            self.failed('odd')


class After(aetest.Testcase):
    @aetest.test
    def test(self):
        pass


class CommonCleanup(aetest.CommonCleanup):
    @aetest.subsection
    def clean(self):
        pass
