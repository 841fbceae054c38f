"""Uses a package that `--python-path` brings, with a data file of its own."""

from pyats import aetest

import greetings
from greetings.polite import greet


class Packages(aetest.Testcase):
    @aetest.test
    def greets(self):
        self.passed(greet('Ada'), data={'where': greetings.__file__, 'license': greetings.license()})
