//! Accepts a site: compares what its routers have told.

#[easypy::testscript]
mod site {
    use std::collections::{BTreeMap, BTreeSet};
    use std::net::IpAddr;

    use easypy::prelude::*;
    use easypy_examples::Summary;

    #[common_setup]
    impl CommonSetup {
        /// Takes what the other tasks have shared. Without all of it, there is nothing to compare.
        #[subsection]
        fn every_router_has_told(section: &mut Section, facts: Dict, routers: Vec<String>) -> easypy::Result {
            let site: BTreeMap<String, Summary> = facts.snapshot()?;
            let silent: Vec<&str> =
                routers.iter().filter(|router| !site.contains_key(*router)).map(String::as_str).collect();
            ensure!(silent.is_empty(), "nothing is known of {}", silent.join(", "));
            section.set_parameter("site", &site)
        }
    }

    #[derive(Default)]
    struct Consistency;

    #[testcase]
    impl Consistency {
        #[test]
        fn one_release(site: BTreeMap<String, Summary>) -> easypy::Result {
            let releases: BTreeSet<&str> = site.values().map(|router| router.release.as_str()).collect();
            let releases: Vec<&str> = releases.into_iter().collect();
            ensure!(releases.len() == 1, "the routers run {}", releases.join(" and "));
            passed!("{} routers run {}", site.len(), releases.join(""))
        }

        #[test]
        fn no_address_is_used_twice(site: BTreeMap<String, Summary>) -> easypy::Result {
            let mut owners = BTreeMap::new();
            for (router, summary) in &site {
                for address in &summary.addresses {
                    if let Some(other) = owners.insert(address, router) {
                        failed!("{address} is on {other} and on {router}");
                    }
                }
            }
            passed!("{} addresses", owners.len())
        }

        #[test]
        fn sessions_are_seen_from_both_ends(site: BTreeMap<String, Summary>) -> easypy::Result {
            let mut inside = 0;
            for (router, near) in &site {
                for session in &near.sessions {
                    let is_there = |(_, far): &(&String, &Summary)| owns(far, session);
                    // A neighbour that is no router of the site cannot be asked.
                    let Some((other, far)) = site.iter().find(is_there) else { continue };
                    let returned = far.sessions.iter().any(|session| owns(near, session));
                    ensure!(returned, "{router} has a session with {other}, which has none with {router}");
                    inside += 1;
                }
            }
            passed!("sessions inside the site: {}", inside / 2)
        }
    }

    #[common_cleanup]
    impl CommonCleanup {
        /// Puts a table into the archive, as <taskid>.site.csv.
        #[subsection]
        fn table(section: &mut Section, facts: Dict) -> easypy::Result {
            let mut table = String::from("router,release,interfaces up,sessions,prefixes\n");
            for (router, it) in facts.snapshot::<Summary>()? {
                let (release, up, sessions) = (&it.release, it.interfaces_up, it.sessions.len());
                table.push_str(&format!("{router},{release},{up},{sessions},{}\n", it.prefixes));
            }
            section.attach("site.csv", "text/csv", table)?;
            Ok(())
        }
    }

    fn owns(router: &Summary, address: &IpAddr) -> bool {
        router.addresses.iter().any(|own| IpAddr::V4(*own) == *address)
    }
}
