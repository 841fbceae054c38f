"""Imports a module and a package that lie beside it, and a module by a relative import."""

from pyats import aetest

import raising
from beside import name
from beside.deeper import shout


class Local(aetest.Testcase):
    @aetest.test
    def works(self):
        self.passed(f'{name}, {shout("hello")}, {raising.__file__}')
