"""Tries what its grant allows, and what it does not."""

import outcomes
from easypy_wasm import DeniedError
from pyats import aetest


class Denied(aetest.Testcase):
    @aetest.test
    def commands(self, testbed):
        uut = testbed.devices['R1']
        uut.connect()
        try:
            uut.execute('reboot')
        except DeniedError as error:
            told = str(error)
        self.passed(data={
            'devices': list(testbed.devices),
            'allowed': uut.execute('echo yes'),
            'told': told,
            'version': outcomes.of(uut.execute, 'show version'),
            'configure': outcomes.of(uut.configure, 'hostname NEVER'),
            'several': outcomes.of(uut.execute, ['echo never', 'reboot']),
            'conversation': outcomes.of(uut.sendline, 'reboot'),
            'next': uut.execute('echo next'),
        })
