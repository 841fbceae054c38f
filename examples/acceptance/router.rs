//! Accepts one router: reads the session that was captured on it, and judges what it says.

#[easypy::testscript]
mod router {
    use std::fs;
    use std::net::IpAddr;
    use std::path::PathBuf;

    use easypy::prelude::*;
    use easypy_examples::{Capture, Interface, RouterState, Session, TimeServers};
    use log::info;

    #[common_setup]
    impl CommonSetup {
        /// Reads the capture. What it says becomes a parameter, `state`, of the sections to come.
        #[subsection]
        fn read_capture(section: &mut Section, router: String, capture: PathBuf) -> easypy::Result {
            let text = match fs::read_to_string(&capture) {
                Ok(text) => text,
                Err(error) => errored!("{}: {error}", capture.display()),
            };
            // Into the archive, as <taskid>.session.txt: whoever doubts a result can look.
            section.attach("session.txt", "text/plain", &text)?;
            let state = RouterState::read(Capture::new(&router, &text))?;
            info!("{router} runs {} and has {} interfaces", state.release, state.interfaces.len());
            section.set_parameter("state", &state)
        }
    }

    #[derive(Default)]
    struct Software;

    #[testcase]
    impl Software {
        #[test]
        fn runs_the_release_of_the_site(state: RouterState, release: String) -> easypy::Result {
            ensure!(state.release == release, "it runs {} and is to run {release}", state.release);
            passed!("it runs {release}")
        }
    }

    #[derive(Default)]
    struct Interfaces;

    #[testcase]
    impl Interfaces {
        #[test]
        fn none_is_down_unless_shut(state: RouterState) -> easypy::Result {
            let (shut, used): (Vec<&Interface>, Vec<&Interface>) =
                state.interfaces.iter().partition(|interface| interface.is_shut());
            let down: Vec<&str> = used.iter().filter(|it| !it.is_up()).map(|it| it.name.as_str()).collect();
            if !down.is_empty() {
                // The names go into results.json beside the reason, for programs to read.
                return Err(Stop::failed(format!("down: {}", down.join(", "))).data(&down));
            }
            passed!("{} up, {} shut on purpose", used.len(), shut.len())
        }
    }

    #[derive(Default)]
    struct Bgp;

    #[testcase]
    impl Bgp {
        /// One step for each neighbour. A step that fails does not keep the next ones from being run.
        #[test]
        fn sessions_are_established(
            router: String,
            state: RouterState,
            neighbours: Vec<IpAddr>,
            steps: &mut Steps,
        ) -> easypy::Result {
            if neighbours.is_empty() {
                skipped!("{router} is to have no BGP neighbours");
            }
            for address in neighbours {
                steps.step(format!("neighbour {address}")).continues().start(|_| {
                    let neighbour = state.neighbours.iter().find(|neighbour| neighbour.address == address);
                    match neighbour.map(|neighbour| &neighbour.session) {
                        Some(Session::Established(prefixes)) => passed!("{prefixes} prefixes"),
                        Some(session) => failed!("the session is {session}"),
                        None => failed!("it is not configured"),
                    }
                })?;
            }
            Ok(())
        }
    }

    #[derive(Default)]
    struct Clock;

    #[testcase]
    impl Clock {
        /// Parameters of this testcase. Those of the script, and of the job, go by the same names.
        #[parameters]
        fn parameters() -> Parameters {
            Parameters::new().set("max_stratum", 3)
        }

        #[test]
        fn is_synchronised(state: RouterState, time_servers: TimeServers, max_stratum: u8) -> easypy::Result {
            let Some(source) = state.time_source else { failed!("it has no time server") };
            ensure!(source.stratum <= max_stratum, "stratum {} is too far from the clock", source.stratum);
            if source.server == time_servers.preferred {
                passed!("to {}, stratum {}", source.server, source.stratum);
            }
            // Passed, in spite of a known problem.
            ensure!(source.server == time_servers.backup, "{} is no server of the site", source.server);
            passx!("to the backup server: {} does not answer", time_servers.preferred)
        }
    }

    #[common_cleanup]
    impl CommonCleanup {
        /// Tells the job, and by it the other tasks. Common cleanup runs whatever happened before it.
        #[subsection]
        fn share(router: String, state: Option<RouterState>, facts: Dict, totals: Dict) -> easypy::Result {
            let Some(state) = state else { skipped!("nothing was read from {router}") };
            let summary = state.summary();
            // All routers are tested at the same time: what each of them adds to must be added in one call.
            totals.add("interfaces up", summary.interfaces_up)?;
            totals.add("prefixes", summary.prefixes)?;
            facts.set(&router, summary)?;
            Ok(())
        }
    }
}
