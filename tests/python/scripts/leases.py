"""Has a device for itself, if it gets it in time."""

import outcomes
from pyats import aetest


class Leases(aetest.Testcase):
    @aetest.test
    def leases(self, testbed, within):
        def number():
            with testbed.devices['uut'].lease(timeout=within) as lease:
                return lease.number

        self.passed(data={'lease': outcomes.of(number)})

    @aetest.test
    def modes(self, testbed, within):
        """The mode that a command leaves stays as long as the lease."""
        uut, modes = testbed.devices['uut'], []
        if within < 1:
            self.skipped('the device is held')
        uut.connect()
        for lease in (uut.lease, testbed.lease):
            with lease():
                uut.execute('configure terminal')
                modes.append(uut.state_machine.current_state)
            modes.append(uut.state_machine.current_state)
        self.passed(data={'modes': modes})
