"""Checks one device: it runs what the testbed says, and the policy keeps this task from changing anything."""

from pyats import aetest

from easypy_wasm import DeniedError


class CommonSetup(aetest.CommonSetup):
    @aetest.subsection
    def connect(self, device):
        device.connect()
        self.passed(f'via {device.via}, in mode {device.state_machine.current_state}')


class Software(aetest.Testcase):
    @aetest.test
    def is_the_one_of_the_testbed(self, device):
        output = device.execute('uname -sr' if device.os == 'linux' else 'show version')
        release = device.custom.release
        assert release in output, f'it is to run {release}, and says: {output}'
        self.passed(release)


class Policy(aetest.Testcase):
    @aetest.test
    def lets_this_task_only_look(self, device):
        try:
            device.execute('terminal monitor')
        except DeniedError as refused:
            self.passed(str(refused))
        except Exception:
            pass
        self.skipped('nothing keeps it from more: run it with --policy')
