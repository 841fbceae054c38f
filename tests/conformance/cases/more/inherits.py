from pyats import aetest

import base_testcases
from base_testcases import Base


class Setup(base_testcases.Setup):
    @aetest.subsection
    def own(self):
        pass


class Child(Base):
    @aetest.setup
    def setup(self):
        super().setup()
        self.word += ' and child'

    @aetest.test
    def third(self):
        pass

    @aetest.test
    def first(self):
        self.passed('overridden')


class Grandchild(Child):
    groups = ['grand']

    second = None


class Mixed(base_testcases.Mixin, aetest.Testcase):
    @aetest.test
    def own(self):
        self.passed(str(self.groups))


class Abstract(aetest.Testcase):
    @aetest.test
    def test(self):
        self.passed(self.uid)


class Concrete(Abstract):
    pass
