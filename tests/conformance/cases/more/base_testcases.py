from pyats import aetest


class Setup(aetest.CommonSetup):
    @aetest.subsection
    def of_base(self):
        pass


class Base(aetest.Testcase):
    groups = ['base']

    @aetest.setup
    def setup(self):
        self.word = 'base'

    @aetest.test
    def first(self):
        self.passed(self.word)

    @aetest.test
    def second(self):
        self.passed('second of base')

    @aetest.cleanup
    def cleanup(self):
        self.passed(self.uid)


class Mixin:
    @aetest.test
    def mixed_in(self):
        self.passed('mixin')
