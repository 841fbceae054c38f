import pyats.aetest
from pyats.aetest import CommonCleanup, CommonSetup, Testcase, cleanup, loop, setup, skip, subsection, test
from pyats.aetest.steps import Steps
from pyats.results import Failed, Passed
import ats.aetest
from ats import aetest as old


class MySetup(CommonSetup):
    @subsection
    def names(self):
        self.passed(f'{pyats.aetest is ats.aetest} {old.Testcase is Testcase}')


class MyTestcase(Testcase):
    @setup
    def prepare(self, steps):
        self.passed(str(isinstance(steps, Steps)))

    @skip('not yet')
    @test
    def one(self):
        pass

    @loop(n=(1, 2))
    @test
    def two(self, n):
        assert n < 2, n

    @test
    def three(self):
        self.passed(f'{self.two is not None} {Passed} {Failed + Passed}')

    @cleanup
    def clean(self):
        pass


class MyCleanup(CommonCleanup):
    @subsection
    def clean(self):
        pass
