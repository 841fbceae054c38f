from pyats import aetest

seen = []


def before(section):
    seen.append(f'before {section.uid}')


def after(section):
    seen.append(f'after {section.uid} {section.result}')


global_processors = {'pre': [before], 'post': [after], 'exception': []}


class CommonSetup(aetest.CommonSetup):
    @aetest.subsection
    def affix(self):
        aetest.skip.affix(section=Skipped, reason='by affix')
        aetest.skipIf.affix(section=SkippedIf, condition=lambda: True, reason='by skipIf')
        aetest.skipUnless.affix(section=NotSkipped, condition=True, reason='by skipUnless')
        aetest.loop.mark(self.later, n=[1, 2])
        aetest.loop.mark(Looped, a=[1, 2], b=['x', 'y'])

    @aetest.subsection
    def later(self, n):
        self.passed(str(n))


class Skipped(aetest.Testcase):
    @aetest.test
    def test(self):
        pass


class SkippedIf(aetest.Testcase):
    @aetest.test
    def test(self):
        pass


class NotSkipped(aetest.Testcase):
    @aetest.setup
    def setup(self):
        aetest.skip.affix(section=self.second, reason='a test by affix')

    @aetest.test
    def first(self):
        pass

    @aetest.test
    def second(self):
        pass


class Looped(aetest.Testcase):
    @aetest.test
    def test(self, a, b):
        self.passed(f'{a}{b}')


class CommonCleanup(aetest.CommonCleanup):
    @aetest.subsection
    def tell(self, said):
        said.extend(seen)
