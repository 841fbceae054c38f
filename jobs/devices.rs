//! A testbed's devices: what each of them runs, all at the same time; then a change of the configuration, by a task that
//! has its device to itself.
//!
//! ```text
//! cargo xtask lab                                             a testbed on this machine, and a shell in it
//! easypy-wasm devices.wasm --testbed-file lab.yaml --policy lab.toml
//! ```
//!
//! The testbed is `examples/testbeds/lab.yaml`, the policy `examples/policies/lab.toml`.

use easypy::prelude::*;

/// How long a task may take.
const MAX_RUNTIME: Duration = Duration::from_secs(60);

#[easypy::job]
fn main(runtime: &Runtime) -> easypy::Result {
    // The tasks share the host's sessions. One that checks a device waits for no other.
    let mut checks = Vec::new();
    for device in runtime.testbed()?.devices() {
        let mut check = Task::new(
            Testscript::new("devices/check.wasm")
                .taskid(format!("check-{}", device.name()))
                .kwarg("device", device.name())
                .max_runtime(MAX_RUNTIME),
        )?;
        check.start()?;
        checks.push(check);
    }
    for check in &checks {
        check.wait(None)?;
    }

    // From its beginning to its end nobody else's command reaches the device.
    run(Testscript::new("devices/describe.wasm")
        .taskid("describe")
        .exclusive(["uut"])
        .max_runtime(MAX_RUNTIME))?;
    Ok(())
}
