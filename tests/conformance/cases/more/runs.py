from pyats import aetest
from pyats.easypy import Task, run, runtime


class Runs(aetest.Testcase):
    @aetest.test
    def a_task(self):
        try:
            run(__file__)
        except Exception as error:
            self.passed(f'{type(error).__name__}: {error}')

    @aetest.test
    def makes_a_task(self):
        try:
            Task(__file__)
        except Exception as error:
            self.passed(f'{type(error).__name__}: {error}')

    @aetest.test
    def knows_its_run(self):
        self.passed(f'{runtime.job.name} {runtime.testbed}')
