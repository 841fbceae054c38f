"""Connects to all devices of the testbed at once."""

import outcomes
from pyats import aetest
from pyats.async_ import pcall


class Connects(aetest.Testcase):
    @aetest.test
    def testbed(self, testbed):
        made = outcomes.of(testbed.connect, init_exec_commands=['echo by the script'])
        self.passed(data={'made': made, 'connected': {device.name: device.is_connected() for device in testbed}})

    @aetest.test
    def calls(self, testbed):
        testbed.disconnect()
        made = outcomes.of(pcall, [device.connect for device in testbed])
        self.passed(data={'made': made})
