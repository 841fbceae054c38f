"""Changes all that it can reach of the job."""

import os
import sys

from pyats import aetest


class Isolation(aetest.Testcase):
    @aetest.test
    def changes(self, state, numbers):
        seen = sys.argv[1:]
        state['value'] = 'task'
        numbers.append(2)
        os.environ['FROM_TASK'] = '1'
        sys.argv.append('from the task')
        self.passed(data={'arguments': seen})
