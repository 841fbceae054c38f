"""Describes the interface by which `uut` is linked to the switch. The job gives it `uut` for itself."""

from pyats import aetest


class Uplink(aetest.Testcase):
    @aetest.setup
    def connect(self, testbed):
        self.uut = testbed.devices['uut']
        self.uut.connect()

    @aetest.test
    def is_described(self, testbed):
        (link,) = self.uut.find_links(testbed.devices['N1'])
        (interface,) = self.uut.find_interfaces(link=link)
        self.uut.configure([f'interface {interface.name}', f'description {link.name}'])
        descriptions = self.uut.execute('show interfaces description')
        assert link.name in descriptions, f'it has no description: {descriptions}'
        self.passed(f'{interface.name} is the {link.name}')
