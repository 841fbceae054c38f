"""The environment, as a testscript sees it."""

import os

from pyats import aetest


class Environment(aetest.Testcase):
    @aetest.test
    def seen(self):
        self.passed(data=dict(os.environ))

    @aetest.test
    def asked(self, names):
        asked = {name: os.environ.get(name) for name in names}
        for name in names:
            os.getenv(name)
        self.passed(data=asked)
