//! Which section runs, which is Blocked, and what comes of it.

use serde_json::json;

use super::{assert_results, run};
use crate::logging::Level;

#[easypy::testscript]
mod any_order {
    #[common_cleanup]
    impl CommonCleanup {
        #[subsection]
        fn disconnect() {}
    }

    #[testcase]
    impl Second {
        #[cleanup]
        fn last() {}
        #[test]
        fn b() {}
        #[test]
        fn a() {}
        #[setup]
        fn first() {}
    }

    #[testcase(id = "the first")]
    impl First {
        #[test]
        fn only() {}
    }

    #[common_setup]
    impl CommonSetup {
        #[subsection]
        fn z() {}
        #[subsection]
        fn connect() -> crate::Result {
            passed!()
        }
    }
}

#[test]
fn sections_run_in_the_order_of_their_kinds_and_then_as_written() {
    let record = run(&any_order::__EASYPY_SCRIPT, &json!({}));
    assert_results(
        &record,
        "
        common_setup [PASSED]
            subsection z PASSED
            subsection connect PASSED
        testcase Second [PASSED]
            setup first PASSED
            test b PASSED
            test a PASSED
            cleanup last PASSED
        testcase the first [PASSED]
            test only PASSED
        common_cleanup [PASSED]
            subsection disconnect PASSED
        ",
    );
    let checkpoints: Vec<u32> = record.sections.iter().map(|s| s.checkpoint).filter(|c| *c > 0).collect();
    assert_eq!(checkpoints, [1, 2, 3, 4, 5, 6, 7, 8]);
    // Nothing was set and nothing went wrong, so the next instance would need to know nothing.
    assert_eq!(record.kept.0, 0);
}

#[easypy::testscript]
mod common_setup_fails {
    #[common_setup]
    impl Connect {
        #[subsection]
        fn first() -> crate::Result {
            failed!("no link")
        }
        #[subsection]
        fn second() {}
    }

    #[testcase]
    impl TcOne {
        #[test]
        fn never() {}
    }

    #[common_cleanup]
    impl Disconnect {
        #[subsection]
        fn disconnect() {}
    }
}

#[test]
fn a_common_setup_that_fails_blocks_the_testcases_but_neither_itself_nor_common_cleanup() {
    let record = run(&common_setup_fails::__EASYPY_SCRIPT, &json!({}));
    assert_results(
        &record,
        "
        common_setup [FAILED]
            subsection first FAILED: no link
            subsection second PASSED
        testcase TcOne BLOCKED: common_setup did not pass
        common_cleanup [PASSED]
            subsection disconnect PASSED
        ",
    );
    assert!(record.log.contains(&(Level::Error, "Failed reason: no link".to_owned())));
    assert!(record.text().contains("Blocking TcOne because common_setup did not pass."));
}

#[easypy::testscript]
mod setups {
    #[testcase]
    impl Errs {
        #[setup]
        fn setup() -> crate::Result {
            "x".parse::<u32>()?;
            Ok(())
        }
        #[test]
        fn never() {}
        #[cleanup]
        fn cleanup() -> crate::Result {
            passx!("known")
        }
    }

    #[testcase]
    impl Skips {
        #[setup]
        fn setup() -> crate::Result {
            skipped!("not here")
        }
        #[test]
        fn runs() {}
    }

    #[testcase]
    impl Aborts {
        #[setup]
        fn setup() {}
        #[test]
        fn aborts() -> crate::Result {
            aborted!()
        }
        #[test]
        fn runs_all_the_same() {}
    }
}

#[test]
fn only_a_setup_that_goes_wrong_blocks_the_tests_and_no_testcase_blocks_the_next() {
    let record = run(&setups::__EASYPY_SCRIPT, &json!({}));
    assert_results(
        &record,
        "
        testcase Errs [ERRORED]
            setup setup ERRORED: invalid digit found in string
            test never BLOCKED: testcase setup did not pass
            cleanup cleanup PASSX: known
        testcase Skips [PASSED]
            setup setup SKIPPED: not here
            test runs PASSED
        testcase Aborts [ABORTED]
            setup setup PASSED
            test aborts ABORTED
            test runs_all_the_same PASSED
        ",
    );
}

#[easypy::testscript]
mod must_pass {
    #[testcase(must_pass)]
    impl Passes {
        #[test]
        fn skips() -> crate::Result {
            skipped!()
        }
    }

    #[testcase(must_pass)]
    impl Fails {
        #[test]
        fn fails() -> crate::Result {
            ensure!(1 > 2);
            Ok(())
        }
        #[test]
        fn still_runs() {}
    }

    #[testcase]
    impl Later {
        #[test]
        fn never() {}
    }

    #[common_cleanup]
    impl CommonCleanup {
        #[subsection]
        fn disconnect() {}
    }
}

#[test]
fn a_testcase_that_must_pass_blocks_those_behind_it_when_it_does_not() {
    let record = run(&must_pass::__EASYPY_SCRIPT, &json!({}));
    assert_results(
        &record,
        "
        testcase Passes [SKIPPED]
            test skips SKIPPED
        testcase Fails [FAILED]
            test fails FAILED: condition failed: `1 > 2`
            test still_runs PASSED
        testcase Later BLOCKED: Skipping/blocking due to goto: common_cleanup
        common_cleanup [PASSED]
            subsection disconnect PASSED
        ",
    );
    assert!(record.text().contains("Testcase marked must-pass: aborting script execution"));
}

#[easypy::testscript]
mod described {
    /// Whether they are up.
    ///
    /// All of them.
    #[derive(Default)]
    struct FromTheStruct;

    #[testcase]
    impl FromTheStruct {
        /// One after the other.
        #[test]
        fn counted() -> crate::Result {
            Err(crate::Stop::failed("two are down").data(["Gi0/1", "Gi0/3"]))
        }
    }

    /// From the block.
    #[testcase]
    impl Block {
        #[test]
        fn undescribed() {}
    }
}

#[test]
fn doc_comments_places_and_data_are_told() {
    let record = run(&described::__EASYPY_SCRIPT, &json!({}));
    let described = |id: &str| record.section(id).description.clone();
    assert_eq!(described("FromTheStruct").as_deref(), Some("Whether they are up.\n\nAll of them."));
    assert_eq!(described("counted").as_deref(), Some("One after the other."));
    assert_eq!(described("Block").as_deref(), Some("From the block."));
    assert_eq!(described("undescribed"), None);

    assert_eq!(record.section("counted").data, Some(json!(["Gi0/1", "Gi0/3"])));

    let lines: Vec<&str> = include_str!("order.rs").lines().collect();
    for (id, text) in [("FromTheStruct", "impl FromTheStruct {"), ("undescribed", "fn undescribed() {}")] {
        let (file, line) = record.section(id).source.unwrap();
        assert!(file.ends_with("order.rs"), "{file}");
        assert_eq!(lines[line as usize - 1].trim(), text);
    }
}

mod one_function {
    /// Whether the VLAN is free.
    #[easypy::testscript]
    fn vlan_is_free(vlan: u32) -> crate::Result {
        crate::ensure!(vlan < 4095, "vlan {vlan} is out of range");
        Ok(())
    }

    pub(super) fn script() -> &'static crate::harness::Script {
        &__EASYPY_SCRIPT
    }
}

#[test]
fn a_function_is_a_testcase_with_one_test() {
    let record = run(one_function::script(), &json!({"vlan": 5000}));
    assert_results(
        &record,
        "
        testcase vlan_is_free [FAILED]
            test vlan_is_free FAILED: vlan 5000 is out of range
        ",
    );
    assert_eq!(record.sections[0].description.as_deref(), Some("Whether the VLAN is free."));
    assert_eq!(one_function::script().name, "vlan_is_free");
}
