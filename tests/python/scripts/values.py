"""Says what it was given."""

from pyats import aetest


class Values(aetest.Testcase):
    @aetest.test
    def given(self, values):
        said = {name: f'{type(value).__name__} {value!r}'[:80] for name, value in values.items()}
        if 'text' in values:
            said['length'] = len(values['text'])
        if 'function' in values:
            said['function'] = values['function'](21)
            said['router'] = f"{values['router'].name} {values['router'].ports}"
        self.passed(data=said)
