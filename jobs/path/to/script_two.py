"""Shows what reaches a testscript from its job: parameters, arguments and log levels."""

import logging
import sys

from pyats import aetest

# The script's own logger: pyats.aetest.testscript.script_two.
log = logging.getLogger(__name__)
# Loggers of libraries have names of their own.
mylibrary = logging.getLogger('mylibrary')
otherlibrary = logging.getLogger('otherlibrary')


class tc_two(aetest.Testcase):
    @aetest.test
    def test_params(self, argument_A=None, argument_B=None, my_custom_arg=None):
        """A parameter that the job does not set has its default; without one this would be Errored."""
        log.debug('script DEBUG')
        log.info('script INFO A=%s B=%s C=%s', argument_A, argument_B, my_custom_arg)
        log.warning('script WARNING')
        log.info('arguments that the job has left: %s', sys.argv[1:])
        mylibrary.debug('mylibrary DEBUG')
        mylibrary.info('mylibrary INFO')
        otherlibrary.debug('otherlibrary DEBUG')
        print('stdout print from script')
