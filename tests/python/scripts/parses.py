"""Has outputs parsed, with a parser that `--python-path` brings."""

import outcomes
from genie.metaparser.util.exceptions import InvalidCommandError, SchemaEmptyParserError
from pyats import aetest


class Parses(aetest.Testcase):
    @aetest.test
    def of_the_device(self, testbed):
        uut = testbed.devices['uut']
        uut.connect()
        self.passed(data={
            'version': uut.parse('show version'),
            'short': uut.parse('sh ver'),
            'saved': uut.parse('show version', output='Saved Software, Version 7'),
            'by alias': testbed.parse('show version')['R1'],
        })

    @aetest.test
    def errors(self, testbed):
        uut = testbed.devices['uut']
        try:
            uut.parse('show version', output='nothing of it')
        except SchemaEmptyParserError:
            empty = True
        try:
            uut.parse('show nonsense detail')
        except InvalidCommandError:
            invalid = True
        self.passed(data={'empty': empty, 'invalid': invalid, 'unknown': outcomes.of(uut.parse, 'show clock')})
