from pyats import aetest

tries = {}


def nth(name):
    tries[name] = tries.get(name, 0) + 1
    return tries[name]


class Retries(aetest.Testcase):
    @aetest.retry(retries=3, retry_wait=0)
    @aetest.test
    def second_time(self):
        assert nth('second_time') == 2

    @aetest.retry(retries=1, retry_wait=0)
    @aetest.test
    def never(self):
        self.failed(f'try {nth("never")}')

    @aetest.retry(retries=2, retry_wait=0)
    @aetest.test
    def at_once(self):
        pass

    @aetest.retry(retries=2, retry_wait=0)
    @aetest.test
    def raises(self):
        if nth('raises') < 2:
            raise ValueError('once')

    @aetest.retry(retries=1, retry_wait=0)
    @aetest.test
    def skips(self):
        self.skipped('no')


@aetest.retry(retries=1, retry_wait=0)
class Whole(aetest.Testcase):
    @aetest.setup
    def setup(self):
        pass

    @aetest.test
    def test(self):
        assert nth('whole') == 2
