"""Reads what another task has left in the objects that the job shares with both."""

import logging

from pyats import aetest

log = logging.getLogger(__name__)


class tc_shared(aetest.Testcase):
    @aetest.test
    def t_shared(self, shared_dict, shared_list):
        found = list(shared_list)
        log.info('BEFORE keys %s, list %s', shared_dict.keys(), found)
        assert shared_dict['testbed_is_sane'], 'the testbed is not sane'

        shared_dict['n'] = shared_dict.get('n', 0) + 1
        shared_list.append('script_two was here')
        self.passed('the testbed is sane, says ' + ', '.join(found))
