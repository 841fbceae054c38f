"""Looks at what the job has handed to it: things of the testbed become this task's own."""

import outcomes
from pyats import aetest


class Handed(aetest.Testcase):
    @aetest.test
    def things(self, testbed, uut, near, link, facts):
        self.passed(data={
            'uut': uut is testbed.devices['R1'],
            'near': near is uut.interfaces['Gi1'],
            'link': link is near.link,
            'shared': facts['uut'] is uut,
            'connected': uut.is_connected(),
        })

    @aetest.test
    def commands(self, testbed, uut):
        uut.connect()
        self.passed(data={
            'devices': list(testbed.devices),
            'echo': uut.execute('echo yes'),
            'version': outcomes.of(uut.execute, 'show version'),
        })
