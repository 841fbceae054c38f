import contextlib
import functools

from pyats import aetest


def check(section, value):
    if value > 2:
        section.failed(f'{value} is too much')


def logged(function):
    @functools.wraps(function)
    def wrapper(self, *args, **kwargs):
        self.calls = getattr(self, 'calls', 0) + 1
        return function(self, *args, **kwargs)
    return wrapper


@contextlib.contextmanager
def connected(name):
    try:
        yield name
    except ValueError as error:
        raise RuntimeError(f'{name} is lost') from error


class Helpers(aetest.Testcase):
    @aetest.test
    def by_function(self):
        for value in range(5):
            check(self, value)

    @aetest.test
    def by_section(self, section):
        check(section, 3)

    @aetest.test
    def by_testcase_in_a_lambda(self):
        list(map(lambda n: self.skipped(f'at {n}'), [1, 2]))

    @aetest.test
    @logged
    def decorated(self, testscript):
        self.passed(f'{self.calls} {testscript.uid}')

    @aetest.test
    def in_a_context(self):
        with connected('r1'):
            raise ValueError('no answer')

    @aetest.test
    def result_in_a_context(self):
        with connected('r1'), contextlib.suppress(Exception):
            self.failed('not suppressed')

    @aetest.test
    def step_by_step(self, steps):
        for n in range(3):
            with steps.start(f'number {n}', continue_=True) as step:
                check(step, n + 1)

    @aetest.test
    def in_a_comprehension(self):
        assert all([n < 3 for n in range(3)])
        assert [n for n in range(3) if n > 3], 'none is left'

    @aetest.test
    def in_a_thread_of_thought(self):
        try:
            self.failed('first')
        except BaseException as signal:
            self.passed(f'{isinstance(signal, Exception)}')
