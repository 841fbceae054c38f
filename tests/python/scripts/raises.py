"""Fails in every way that has a traceback."""

import logging

from pyats import aetest

import raising

log = logging.getLogger(__name__)


class Raises(aetest.Testcase):
    @aetest.test
    def here(self):
        raise ValueError('out of range')  # here

    @aetest.test
    def in_a_module(self):
        raising.outer(3)  # in_a_module

    @aetest.test
    def for_a_reason(self):
        try:
            raising.inner(4)  # for_a_reason 1
        except ValueError as error:
            raise RuntimeError('no answer') from error  # for_a_reason 2

    @aetest.test
    def asserts(self):
        assert 1 == 2, 'they differ'  # asserts

    @aetest.test
    def in_a_step(self, steps):
        with steps.start('dividing'):
            1 / 0  # in_a_step

    @aetest.test
    def in_the_library(self):
        int('x', base=10)  # in_the_library

    @aetest.test
    def logged(self):
        try:
            raising.inner(5)  # logged
        except ValueError:
            log.exception('it was caught')
