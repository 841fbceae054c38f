"""Looks at the testbed without connecting to anything."""

import outcomes
from pyats import aetest


class Topology(aetest.Testcase):
    @aetest.test
    def testbed(self, testbed):
        self.passed(data={
            'name': testbed.name,
            'site': testbed.custom.site,
            'devices': list(testbed.devices),
            'aliases': sorted(testbed.devices.aliases),
            'same': testbed.devices['uut'] is testbed.devices['R1'],
            'switches': [device.name for device in testbed.find_devices(type='switch')],
        })

    @aetest.test
    def device(self, testbed):
        uut = testbed.devices['uut']
        self.passed(data={
            'is': [uut.name, uut.alias, uut.type, uut.os, uut.platform],
            'row': uut.custom['rack']['row'],
            'vias': sorted(via for via in uut.connections if via != 'defaults'),
            'cli': [str(uut.connections.cli.ip), uut.connections.cli.port, uut.connections.cli.protocol],
            'connected': [uut.connected, uut.is_connected()],
        })

    @aetest.test
    def interfaces(self, testbed):
        uut, peer = testbed.devices['R1'], testbed.devices['N1']
        up = uut.interfaces['to-peer']
        self.passed(data={
            'up': [up.name, up.type, str(up.ipv4)],
            'found': [interface.name for interface in uut.find_interfaces(type='loopback')],
            'links': [link.name for link in uut.find_links(peer)],
            'of testbed': [link.alias for link in testbed.find_links(uut, peer)],
            'beyond': [[interface.device.name, interface.name] for interface in up.remote_interfaces],
        })

    @aetest.test
    def credentials(self, testbed):
        default = testbed.devices['R1'].credentials.default
        self.passed(data={
            'shown': f'{default.username} {default.password} {testbed.credentials.default.password!r}',
            'read': outcomes.of(lambda: default.password.plaintext),
        })
