"""Writes what it finds into the objects that the job shares with it."""

from pyats import aetest


class tc_shared(aetest.Testcase):
    @aetest.test
    def t_shared(self, shared_dict, shared_list):
        """A shared object is a parameter like any other."""
        shared_dict['testbed_is_sane'] = True
        # Two calls: tasks that do it at the same time need a lock (runtime.synchro.Lock()).
        shared_dict['n'] = shared_dict.get('n', 0) + 1
        shared_list.append('script_one was here')
