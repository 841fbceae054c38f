//! Checks one device: it runs what the testbed says, and the policy keeps this task from changing anything.

#[easypy::testscript]
mod check {
    use easypy::prelude::*;

    #[common_setup]
    impl CommonSetup {
        #[subsection]
        fn connect(device: String) -> easypy::Result {
            let connected = runtime().testbed()?.device(&device)?.connect()?;
            passed!("via {}, in mode {}", connected.via, connected.mode)
        }
    }

    #[derive(Default)]
    struct Software;

    #[testcase]
    impl Software {
        #[test]
        fn is_the_one_of_the_testbed(device: String) -> easypy::Result {
            let device = runtime().testbed()?.device(&device)?;
            let facts = device.facts();
            let command = if facts.os.as_deref() == Some("linux") { "uname -sr" } else { "show version" };
            let output = device.execute(command)?;
            let release = facts.custom["release"].as_str().unwrap_or_default();
            ensure!(output.contains(release), "it is to run {release}, and says: {output}");
            passed!("{release}")
        }
    }

    #[derive(Default)]
    struct Policy;

    #[testcase]
    impl Policy {
        #[test]
        fn lets_this_task_only_look(device: String) -> easypy::Result {
            match runtime().testbed()?.device(&device)?.execute("terminal monitor") {
                Err(DeviceError::Denied(why)) => passed!("{why}"),
                _ => skipped!("nothing keeps it from more: run it with --policy"),
            }
        }
    }
}
