"""A testscript as people write them."""
import json
import logging
import os
import re
from pyats import aetest
from pyats.easypy import runtime
from pyats.log.utils import banner

log = logging.getLogger(__name__)
parameters = {'mtu': 9000, 'strict': True}

OUTPUT = """
Interface              IP-Address      OK? Method Status                Protocol
GigabitEthernet0/0     192.0.2.1       YES NVRAM  up                    up
GigabitEthernet0/1     unassigned      YES NVRAM  administratively down down
Loopback0              192.0.2.9       YES NVRAM  up                    up
"""


class CommonSetup(aetest.CommonSetup):
    @aetest.subsection
    def check_arguments(self, site, settings, testbed=None):
        log.info(banner(f'Checking {site}'))
        assert settings['mtu'] == 1500, settings
        if testbed is None:
            self.passed('without a testbed')

    @aetest.subsection
    def connect(self, testscript, site):
        interfaces = {}
        for line in OUTPUT.splitlines():
            match = re.match(r'^(?P<name>\S+\d)\s+(?P<ip>\S+)\s+YES NVRAM\s+(?P<status>.+?)\s+(?P<protocol>\S+)$', line)
            if match:
                interfaces[match['name']] = match.groupdict()
        testscript.parameters['interfaces'] = interfaces
        aetest.loop.mark(Interface, interface=list(interfaces))
        aetest.skip.affix(section=Later, reason='not in this release') if site == 'lyon' else None


class Interface(aetest.Testcase):
    """Each interface is as it should be."""
    groups = ['l1']

    @aetest.setup
    def setup(self, interface, interfaces):
        self.state = interfaces[interface]

    @aetest.test
    def is_up(self, steps, interface, strict):
        with steps.start('has a status') as step:
            step.passed(self.state['status'])
        with steps.start('is up', continue_=True) as step:
            if self.state['status'] != 'up':
                if strict:
                    step.failed(f'{interface} is {self.state["status"]}')
                step.passx('it is shut on purpose')

    @aetest.test
    def has_an_address(self):
        if self.state['ip'] == 'unassigned':
            self.skipped('no address')
        assert re.fullmatch(r'[\d.]+', self.state['ip'])

    @aetest.cleanup
    def cleanup(self):
        del self.state


class Vlans(aetest.Testcase):
    @aetest.test
    def are_usable(self, vlans, steps):
        for vlan in vlans:
            with steps.start(f'VLAN {vlan}', continue_=True) as step:
                if not 0 < vlan < 4095:
                    step.failed('reserved', data={'vlan': vlan})


class Later(aetest.Testcase):
    @aetest.test
    def writes(self, site, runinfo_dir=None):
        path = os.path.join(runtime.directory, f'{site}.json')
        with open(path, 'w') as file:
            json.dump({'site': site}, file)
        self.passed(f'{os.path.basename(path)} is written')


class CommonCleanup(aetest.CommonCleanup):
    @aetest.subsection
    def tell(self, site, summary, interfaces):
        summary[site] = {'up': sum(i['status'] == 'up' for i in interfaces.values()), 'in all': len(interfaces)}


if __name__ == '__main__':
    aetest.main()
