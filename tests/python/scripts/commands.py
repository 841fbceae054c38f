"""Talks to a device."""

import outcomes
from pyats import aetest
from unicon.core.errors import SubCommandFailure
from unicon.eal.dialogs import Dialog, Statement


class Commands(aetest.Testcase):
    @aetest.setup
    def connect(self, testbed):
        self.uut = testbed.devices['uut']
        never = outcomes.of(self.uut.execute, 'echo no')
        said = [self.uut.connect(learn_hostname=True, log_stdout=False), self.uut.connect()]
        mode = self.uut.state_machine.current_state
        self.passed(data={'never': never, 'connect': said, 'mode': mode, 'hostname': self.uut.hostname})

    @aetest.test
    def execute(self):
        execute = self.uut.execute
        several = [execute(['echo a', 'echo b']), execute('echo c\necho d')]
        self.passed(data={'one': execute('show version'), 'several': several})

    @aetest.test
    def configure(self):
        uut = self.uut
        said = uut.configure(['interface GigabitEthernet1', 'exit'])
        wrong = outcomes.of(uut.configure, 'interface GigabitEthernet1\nnonsense\nhostname NEVER')
        self.passed(data={'said': said, 'wrong': wrong, 'mode': uut.state_machine.current_state})

    @aetest.test
    def refused(self):
        try:
            self.uut.execute('show nonsense')
        except SubCommandFailure as error:
            self.passed(data={'command': error.command, 'line': error.line, 'output': error.output, 'text': str(error)})

    @aetest.test
    def patterns_of_its_own(self):
        refused = outcomes.of(self.uut.execute, 'echo 5 errors', append_error_pattern=[r'^\d+ errors'])
        taken = self.uut.execute('show nonsense', error_pattern=[])
        self.passed(data={'refused': refused['error'], 'taken': taken})

    @aetest.test
    def questions(self):
        agree = Dialog([Statement(r'\(yes/no\): $', action='sendline(yes)', loop_continue=True)])

        def one_key(spawn):
            spawn.send('y')

        key = Dialog([Statement(r'\[confirm\]', action=one_key)])
        self.passed(data={
            'yes': self.uut.execute('yes-no', reply=agree),
            'key': self.uut.execute('confirm', reply=key),
        })

    @aetest.test
    def conversation(self):
        uut = self.uut
        uut.sendline('echo ping 17')
        match = uut.expect([r'pong', r'\nping (\d+)\r\n'], timeout=20)
        said = [match.last_match_index, match.last_match.group(1)]
        self.passed(data={'said': said, 'late': uut.receive(r'never', timeout=0.01), 'next': uut.execute('echo next')})
