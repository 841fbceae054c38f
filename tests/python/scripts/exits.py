"""Leaves in different ways."""

import os
import sys

from pyats import aetest


class Exits(aetest.Testcase):
    @aetest.test
    def before(self):
        pass

    @aetest.test
    def now(self, how):
        if how == 'sys':
            sys.exit(7)
        if how == 'text':
            sys.exit('no licence')
        if how == 'none':
            sys.exit()
        if how == 'os':
            os._exit(7)
        if how == 'interrupt':
            raise KeyboardInterrupt
        if how == 'abort':
            os.abort()
        if how == 'deep':
            def deeper():
                deeper()
            deeper()

    @aetest.test
    def after(self):
        pass

    @aetest.cleanup
    def cleanup(self):
        pass
