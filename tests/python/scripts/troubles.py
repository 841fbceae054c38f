"""Talks to a device that does not answer, closes the connection, asks, or is not connected."""

import outcomes
from pyats import aetest
from unicon.core.errors import SubCommandFailure, TimeoutError


class Troubles(aetest.Testcase):
    @aetest.setup
    def connect(self, testbed):
        self.uut = testbed.devices['uut']
        self.uut.connect()

    @aetest.test
    def too_late(self):
        try:
            self.uut.execute('delay 300', timeout=0.1)
        except TimeoutError as error:
            told = [type(error).__name__, isinstance(error, SubCommandFailure), str(error)]
            self.passed(data={'told': told, 'next': self.uut.execute('echo next')})

    @aetest.test
    def closed(self):
        self.passed(data={'told': outcomes.of(self.uut.execute, 'close'), 'next': self.uut.execute('echo next')})

    @aetest.test
    def asks(self):
        unanswered = outcomes.of(self.uut.execute, 'confirm', timeout=0.5)
        self.passed(data={'unanswered': unanswered, 'next': self.uut.execute('echo next')})

    @aetest.test
    def disconnected(self):
        self.uut.disconnect()
        self.passed(data={'connected': self.uut.is_connected(), 'again': self.uut.execute('echo again')})
