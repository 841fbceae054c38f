from pyats import aetest


class CommonSetup(aetest.CommonSetup):
    @aetest.subsection
    def passes(self):
        pass


class First(aetest.Testcase):
    groups = ['a', 'b']

    @aetest.test
    def test(self):
        pass


class Second(aetest.Testcase):
    groups = ['a']

    @aetest.test
    def test(self):
        pass


@aetest.loop(n=[1, 2])
class Third(aetest.Testcase):
    groups = ['b']

    @aetest.test
    def test(self, n):
        pass


class Fourth(aetest.Testcase):
    @aetest.test
    def test(self):
        pass


class CommonCleanup(aetest.CommonCleanup):
    @aetest.subsection
    def clean(self):
        pass
