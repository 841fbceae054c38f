"""Connects to the device of a testbed file that it has loaded itself."""

import os

import outcomes
from pyats import aetest
from pyats.topology import loader


class NoTestbed(aetest.Testcase):
    @aetest.test
    def parameter(self, testbed):
        self.passed(f'it is {testbed}')

    @aetest.test
    def loads_one(self, testbed):
        loaded = loader.load(os.path.join(os.path.dirname(__file__), 'lab.yaml'))
        uut = loaded.devices['uut']
        connect = outcomes.of(uut.connect)
        self.passed(data={'of run': uut is (testbed and testbed.devices['uut']), 'os': uut.os, 'connect': connect})
