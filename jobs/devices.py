"""A testbed's devices: what each of them runs, all at the same time; then a change of the configuration, by a task that
has its device to itself.

    cargo xtask lab           # a testbed on this machine, and a shell in it
    easypy-wasm devices.py --testbed-file lab.yaml --policy lab.toml

The testbed is `examples/testbeds/lab.yaml`, the policy `examples/policies/lab.toml`.
"""

import os

from pyats.easypy import Task, run

here = os.path.dirname(os.path.abspath(__file__))

MAX_RUNTIME = 60


def main(runtime):
    # The tasks share the host's sessions. One that checks a device waits for no other.
    checks = []
    for device in runtime.testbed:
        check = Task(testscript=os.path.join(here, 'devices', 'check.py'),
                     taskid=f'check-{device.name}',
                     runtime=runtime,
                     device=device)
        check.start()
        checks.append(check)
    for check in checks:
        check.wait(MAX_RUNTIME)

    # From its beginning to its end nobody else's command reaches the device.
    run(testscript=os.path.join(here, 'devices', 'describe.py'),
        taskid='describe',
        runtime=runtime,
        max_runtime=MAX_RUNTIME,
        exclusive=['uut'])
