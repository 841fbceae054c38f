from pyats import aetest


class CommonSetup(aetest.CommonSetup):
    @aetest.subsection
    def passes(self):
        pass

    @aetest.subsection
    def is_passx(self):
        self.passx('known')


class SetupRaises(aetest.Testcase):
    @aetest.setup
    def setup(self):
        raise RuntimeError('no device')

    @aetest.test
    def test(self):
        pass

    @aetest.cleanup
    def cleanup(self):
        pass


class SetupSkips(aetest.Testcase):
    @aetest.setup
    def setup(self):
        self.skipped('not on this platform')

    @aetest.test
    def test(self):
        pass


class SetupBlocks(aetest.Testcase):
    @aetest.setup
    def setup(self):
        self.blocked('waiting for a port')

    @aetest.test
    def test(self):
        pass


class SetupPassx(aetest.Testcase):
    @aetest.setup
    def setup(self):
        self.passx('a known problem')

    @aetest.test
    def test(self):
        pass


class CleanupFails(aetest.Testcase):
    @aetest.test
    def test(self):
        pass

    @aetest.cleanup
    def cleanup(self):
        self.failed('the port is still up')


class CleanupRaises(aetest.Testcase):
    @aetest.test
    def test(self):
        self.skipped('nothing to do')

    @aetest.cleanup
    def cleanup(self):
        raise KeyError('port')


class OnlySetup(aetest.Testcase):
    @aetest.setup
    def setup(self):
        self.failed('alone')


class CommonCleanup(aetest.CommonCleanup):
    @aetest.subsection
    def fails(self):
        assert False, 'left behind'

    @aetest.subsection
    def still_runs(self):
        pass
