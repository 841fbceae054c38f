"""Logs in to a router by telnet and to a server by SSH."""

import outcomes
from pyats import aetest


class Router(aetest.Testcase):
    @aetest.setup
    def connect(self, testbed):
        self.uut = testbed.devices['R1']
        self.uut.connect(via='vty', alias='console')
        self.passed(data={'mode': self.uut.console.state_machine.current_state, 'via': self.uut.console.via})

    @aetest.test
    def commands(self):
        console = self.uut.console
        before = console.execute('show interfaces description')
        console.configure(['interface GigabitEthernet1', 'description uplink'])
        self.passed(data={
            'version': console.execute('show version'),
            'described': ['uplink' in said for said in (before, console.execute('show interfaces description'))],
            'bad config': outcomes.of(console.configure, 'bad config'),
            'bad command': outcomes.of(console.execute, 'bad command'),
            'mode': console.state_machine.current_state,
        })


class Server(aetest.Testcase):
    @aetest.test
    def commands(self, testbed):
        server = testbed.devices['S1']
        server.connect()
        self.passed(data={'said': server.execute(['id -un', 'echo $((6 * 7))']), 'hostname': server.hostname})
