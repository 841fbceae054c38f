from pyats import aetest


def numbers():
    yield 1
    yield 2


class CommonSetup(aetest.CommonSetup):
    @aetest.subsection
    def mark(self):
        aetest.loop.mark(Marked, device=['r1', 'r2'], uids=['on r1', 'on r2'])
        aetest.loop.mark(Twice, n=[1, 2])


@aetest.loop(n=numbers)
class ByFunction(aetest.Testcase):
    @aetest.test
    def test(self, n):
        pass


@aetest.loop(n=numbers())
class ByGenerator(aetest.Testcase):
    @aetest.test
    def test(self, n):
        pass


class Marked(aetest.Testcase):
    @aetest.setup
    def setup(self, device):
        self.device = device
        aetest.loop.mark(self.each, port=[f'{device}-{n}' for n in (1, 2)])

    @aetest.test
    def each(self, port):
        if port == 'r2-2':
            self.failed(f'{port} of {self.device} is down')

    @aetest.test.loop(a=[1, 2, 3], b=[4, 5])
    def uneven(self, a, b=None):
        self.passed(f'{a} {b}')

    @aetest.cleanup
    def cleanup(self, device):
        self.passed(f'{self.uid} {device}')


class Twice(aetest.Testcase):
    @aetest.test
    def test(self, n, section):
        self.passed(f'{n} {section.uid} {self.uid}')


@aetest.loop(word=['a b', 'c.d', 'e/f'])
class Names(aetest.Testcase):
    @aetest.test
    def test(self, word):
        self.passed(self.uid)


@aetest.loop(thing=[None, (1, 2), {'k': 'v'}, 1.5])
class Things(aetest.Testcase):
    @aetest.test
    def test(self, thing):
        self.passed(repr(thing))


@aetest.loop(n=[])
class Never(aetest.Testcase):
    @aetest.test
    def test(self, n):
        pass
