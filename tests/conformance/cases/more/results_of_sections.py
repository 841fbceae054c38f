from pyats import aetest
from pyats.results import Failed, Passed


class Results(aetest.Testcase):
    """All that a section can say of itself.

    With more lines.
    """

    @aetest.test
    def no_reason(self):
        self.passed()

    @aetest.test
    def with_data(self):
        self.failed('too slow', data={'rate': 1.5, 'limits': [1, 2], 'of': None})

    @aetest.test
    def from_exception(self):
        try:
            1 / 0
        except ZeroDivisionError as error:
            self.errored('it was divided', from_exception=error)

    @aetest.test
    def caught_as_exception(self):
        try:
            self.failed('is not an Exception')
        except Exception:
            self.passed('caught')

    @aetest.test
    def in_finally(self):
        try:
            self.failed('first')
        finally:
            self.skipped('last')

    @aetest.test
    def not_a_text(self):
        self.passed(42)

    @aetest.test
    def returns(self):
        return Failed

    @aetest.test
    def several_lines(self):
        self.failed('first line\nsecond line')

    @aetest.test
    def looks_back(self):
        self.passed(f'{self.no_reason.result} {self.with_data.result} {self.result} {self.with_data.result == Failed}')

    @aetest.test
    def raises_a_class(self):
        raise NotImplementedError

    @aetest.test
    def last(self):
        pass
