from pyats import aetest

parameters = {'site': 'script', 'mtu': 1}


class First(aetest.Testcase):
    limit = 1

    @aetest.test
    def test(self, site, mtu, extra=None):
        self.passed(f'{self.uid} {site} {mtu} {extra} {self.limit} {self.groups}')


class Second(aetest.Testcase):
    @aetest.test
    def test(self, site, mtu, names=()):
        self.passed(f'{self.uid} {site} {mtu} {names} {getattr(self, "added", None)} {self.description}')
