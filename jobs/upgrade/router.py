"""Compares one router before and after its upgrade."""

import logging
import os

from pyats import aetest
from pyats.log.utils import banner

from show import read

log = logging.getLogger(__name__)

here = os.path.dirname(__file__)

# What the job may say otherwise, by a kwarg of the same name.
parameters = {
    'max_input_errors': 10,
    'max_lost_routes': 0.1,
}


class CommonSetup(aetest.CommonSetup):
    @aetest.subsection
    def read_sessions(self, router, before, after):
        """What was captured before and after becomes a parameter of all sections to come."""
        for when, session in (('before', before), ('after', after)):
            with open(os.path.join(here, 'data', session, f'{router}.txt')) as file:
                self.parent.parameters[f'state_{when}'] = read(file.read(), router)
        log.info(banner(f'{router}: {before} against {after}'))

    @aetest.subsection
    def one_testcase_for_each_interface(self, state_before):
        """What was shut before, or is no interface of the hardware, is left out."""
        names = [name for name, state in state_before['interfaces'].items()
                 if state['status'] != 'shut' and not name.startswith('Loopback')]
        aetest.loop.mark(Interface, interface=names, uids=[f'Interface {name}' for name in names])


class Software(aetest.Testcase):
    @aetest.test
    def runs_the_new_release(self, state_after, release):
        version = state_after['version']['version']
        if version != release:
            self.failed(f'it runs {version} and is to run {release}', goto=['next_tc'])
        self.passed(f'it runs {release}')

    @aetest.test
    def was_reloaded(self, state_before, state_after):
        log.info('up for %s, before: %s', state_after['version']['uptime'], state_before['version']['uptime'])
        assert 'week' not in state_after['version']['uptime'], 'it has not been reloaded for weeks'


class Interface(aetest.Testcase):
    """Each interface is as it was."""

    @aetest.setup
    def look(self, interface, state_before, state_after):
        self.before = state_before['interfaces'][interface]
        self.after = state_after['interfaces'].get(interface)
        if self.after is None:
            self.failed(f'{interface} is gone')

    @aetest.test
    def is_as_it_was(self, steps):
        # A step that fails does not keep the next ones from being run.
        for what in ('status', 'address'):
            with steps.start(what, continue_=True) as step:
                before, after = self.before[what], self.after[what]
                if before != after:
                    step.failed(f'it was {before} and is {after}')
                step.passed(f'still {after}')

    @aetest.test
    def counts_no_errors(self, max_input_errors):
        errors = self.after['input_errors']
        if errors > max_input_errors:
            self.failed(f'{errors} input errors since the reload', data={'input_errors': errors})
        if errors:
            self.passx(f'{errors} input errors since the reload: up to {max_input_errors} are put up with')


class Routing(aetest.Testcase):
    @aetest.test
    def neighbours_are_back(self, router, state_before, state_after, steps):
        if not state_before['ospf']:
            self.skipped(f'{router} had no OSPF neighbours')
        for neighbour, before in state_before['ospf'].items():
            with steps.start(f'neighbour {neighbour}', continue_=True) as step:
                after = state_after['ospf'].get(neighbour)
                if after is None:
                    step.failed('it is gone')
                if after['state'] != before['state']:
                    step.failed(f"it is {after['state']}")

    @aetest.test
    def routes_are_back(self, state_before, state_after, max_lost_routes):
        before, after = state_before['routes']['total'], state_after['routes']['total']
        lost = before - after
        if lost > before * max_lost_routes:
            self.failed(f'{lost} of {before} routes lost', data={'before': before, 'after': after})
        if lost > 0:
            self.passx(f'{lost} of {before} routes lost: up to {max_lost_routes:.0%} are put up with')
        self.passed(f'{after} routes')


class CommonCleanup(aetest.CommonCleanup):
    @aetest.subsection
    def share(self, router, facts, state_after=None):
        """Tells the job, and by it the other tasks. Common cleanup runs whatever happened before it."""
        if state_after is None:
            self.skipped(f'nothing was read from {router}')
        up = sum(interface['status'] == 'up' for interface in state_after['interfaces'].values())
        facts[router] = {
            'release': state_after['version']['version'],
            'interfaces up': up,
            'routes': state_after['routes']['total'],
        }


if __name__ == '__main__':
    aetest.main()
