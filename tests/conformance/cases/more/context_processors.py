"""What context processors give; arguments of exception processors; `goto` in processors."""
from pyats import aetest

seen = []
context = aetest.processors.context


@context
def around(section):
    seen.append('enter')
    yield
    seen.append(f'exit {section.result}')


@context
def skips(section):
    section.skipped('before')
    yield


@context
def asserts(section):
    assert False, 'before'
    yield


@context
def fails(section):
    yield
    seen.append(f'fails {section.result}')
    section.failed('after', goto=['exit'])


@context
def raises(section):
    yield
    raise RuntimeError('after')


@context
def turns(section):
    try:
        yield
    except ValueError:
        section.passx('known')


@context
def suppresses(section):
    try:
        yield
    except ValueError:
        seen.append('suppressed')


def note(section):
    seen.append(f'note {section.result}')


def passx(section):
    section.passx('passx')


def asserted(section, *exc):
    assert False, 'in the processor'


def usual(section, exc_type, exc_value, exc_tb):
    seen.append(f'usual {section.uid} {exc_type.__name__} {exc_value}')
    return True


def swapped(exc_type, exc_value, exc_traceback, section):
    seen.append(f'swapped {exc_type.uid}')
    return True


def others(section, *exc):
    seen.append(f'others {len(exc)}')
    return True


def named(section, *exc, **known):
    seen.append(f"named {len(exc)} {known['exc_value']}")
    return True


def blocks(section, exc_type, exc_value, exc_tb):
    section.blocked('in the exception processor', goto=['next_tc'])


@aetest.processors(fails)
class Whole(aetest.Testcase):
    @aetest.test
    def test(self):
        self.passx('so far')


class Contexts(aetest.Testcase):
    @aetest.processors(around, skips, pre=[note], post=[note])
    @aetest.test
    def is_skipped(self):
        seen.append('ran')

    @aetest.processors(asserts)
    @aetest.test
    def is_asserted(self):
        seen.append('ran')

    @aetest.processors(around, fails, post=[note, passx])
    @aetest.test
    def is_failed(self):
        self.passed('so far')

    @aetest.processors(raises)
    @aetest.test
    def is_raised(self):
        pass

    @aetest.processors(fails, turns)
    @aetest.test
    def is_turned(self):
        raise ValueError('known')

    @aetest.processors(turns, exception=[blocks])
    @aetest.test
    def is_turned_and_blocked(self):
        raise ValueError('known')

    @aetest.processors(around, suppresses)
    @aetest.test
    def is_suppressed(self):
        raise ValueError('known')


class Exceptions(aetest.Testcase):
    @aetest.processors(exception=[usual, swapped, others, named])
    @aetest.test
    def arguments(self):
        raise ValueError('v')

    @aetest.processors(exception=[asserted])
    @aetest.test
    def is_asserted(self):
        raise ValueError('v')


class Gotos(aetest.Testcase):
    @aetest.processors(pre=[lambda section: section.failed('pre', goto=['cleanup'])])
    @aetest.test
    def before(self):
        pass

    @aetest.processors(post=[lambda section: section.failed('post', goto=['exit'])])
    @aetest.test
    def after(self):
        pass

    @aetest.processors(post=[asserted])
    @aetest.test
    def is_asserted(self):
        pass

    @aetest.test
    def still(self):
        pass


class CommonCleanup(aetest.CommonCleanup):
    @aetest.subsection
    def tell(self, said):
        said.extend(seen)
