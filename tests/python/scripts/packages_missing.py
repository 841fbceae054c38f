"""Needs a package that is not there."""

from pyats import aetest
import xmltodict


class Never(aetest.Testcase):
    @aetest.test
    def runs(self):
        xmltodict.parse('<a/>')
