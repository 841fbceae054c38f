from pyats import aetest

seen = []


def note(section):
    seen.append(f'pre {section.uid}')


def note_after(section):
    seen.append(f'post {section.uid} {section.result}')


def skip_it(section):
    section.skipped('the processor says so')


def fail_it(section):
    section.failed('the processor says no')


def raises(section):
    raise RuntimeError('in the processor')


def swallow(section, exc_type, exc_value, exc_traceback):
    seen.append(f'exc {section.uid} {exc_type.__name__}')
    return True


def look(section, exc_type, exc_value, exc_traceback):
    seen.append(f'look {section.uid} {exc_value}')


class Pre(aetest.Testcase):
    @aetest.processors.pre(note)
    @aetest.test
    def noted(self):
        pass

    @aetest.processors(pre=[note, skip_it])
    @aetest.test
    def is_skipped(self):
        pass

    @aetest.processors(pre=[fail_it, note])
    @aetest.test
    def is_failed(self):
        pass

    @aetest.processors(pre=[raises])
    @aetest.test
    def is_raised(self):
        pass


class Post(aetest.Testcase):
    @aetest.processors(post=[note_after])
    @aetest.test
    def noted(self):
        self.failed('anyway')

    @aetest.processors(post=[raises])
    @aetest.test
    def is_raised(self):
        pass

    @aetest.processors(post=[fail_it])
    @aetest.test
    def is_failed(self):
        pass


class Exceptions(aetest.Testcase):
    @aetest.processors(exception=[swallow])
    @aetest.test
    def swallowed(self):
        raise ValueError('swallowed')

    @aetest.processors(exception=[look])
    @aetest.test
    def looked_at(self):
        raise ValueError('looked at')

    @aetest.processors(pre=[note], post=[note_after], exception=[look])
    @aetest.test
    def all_of_them(self):
        assert False, 'all of them'


@aetest.processors(pre=[skip_it])
class SkippedCase(aetest.Testcase):
    @aetest.test
    def test(self):
        pass


class CommonCleanup(aetest.CommonCleanup):
    @aetest.subsection
    def tell(self, said):
        said.extend(seen)
