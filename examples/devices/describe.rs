//! Describes the interface by which `uut` is linked to the switch. The job gives it `uut` for itself.

#[easypy::testscript]
mod describe {
    use easypy::prelude::*;

    #[derive(Default)]
    struct Uplink;

    #[testcase]
    impl Uplink {
        #[setup]
        fn connect() -> easypy::Result {
            runtime().testbed()?.device("uut")?.connect()?;
            Ok(())
        }

        #[test]
        fn is_described() -> easypy::Result {
            let testbed = runtime().testbed()?;
            let (uut, switch) = (testbed.device("uut")?, testbed.device("N1")?);
            let Some(link) = testbed.links_between(&uut, &switch).next() else { failed!("no link to N1") };
            let mut interfaces = uut.facts().interfaces.iter();
            let Some((interface, _)) = interfaces.find(|(_, it)| it.link.as_deref() == Some(link)) else {
                failed!("none of its interfaces is on {link}")
            };
            uut.configure([format!("interface {interface}"), format!("description {link}")])?;
            let descriptions = uut.execute("show interfaces description")?;
            ensure!(descriptions.contains(link), "it has no description: {descriptions}");
            passed!("{interface} is the {link}")
        }
    }
}
