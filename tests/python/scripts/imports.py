"""Imports what it is told to, and says what came of it."""

import importlib

from pyats import aetest


class Imports(aetest.Testcase):
    @aetest.test
    def each(self, names):
        said = {}
        for name in names:
            try:
                importlib.import_module(name)
                said[name] = 'imported'
            except ImportError as error:
                said[name] = f'{type(error).__name__}: {error}'
        self.passed(data=said)
