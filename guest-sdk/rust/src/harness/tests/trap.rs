//! What becomes of a script whose section traps: a new instance goes on behind it.

use serde_json::json;

use super::record::{panic_with, trap};
use super::{assert_results, run};
use crate::harness::resume::Resumed;
use crate::harness::{host, runner};

#[easypy::testscript]
mod in_a_test {
    use super::{panic_with, trap};
    use crate::prelude::*;

    #[parameters]
    fn parameters() -> Parameters {
        Parameters::new().set("vlan", 1)
    }

    #[common_setup]
    impl CommonSetup {
        #[subsection]
        fn hand_on(section: &mut Section) -> crate::Result {
            section.set_parameter("vlan", 7)
        }
    }

    #[derive(Default)]
    struct Panics {
        made: bool,
    }

    #[testcase]
    impl Panics {
        #[setup]
        fn setup(&mut self) {
            self.made = true;
        }
        #[test]
        fn before() {}
        #[test]
        fn asserts(steps: &mut Steps) -> crate::Result {
            steps.start("compare", |step| {
                step.start("one", |_| Ok(()))?;
                step.start("two", |_| panic_with("assertion failed: up == 2"))
            })
        }
        #[test]
        fn after() {}
        #[cleanup]
        fn cleanup(&self, vlan: u32) -> crate::Result {
            passed!("vlan {vlan}, made {}", self.made)
        }
    }

    #[testcase]
    impl Traps {
        #[test]
        fn aborts() -> crate::Result {
            aborted!("first")
        }
        #[test]
        fn traps() {
            trap()
        }
        #[test]
        fn goes_on_where_nothing_is_shared() {}
    }

    #[testcase]
    impl Next {
        #[test]
        fn runs(vlan: u32) -> crate::Result {
            passed!("vlan {vlan}")
        }
    }
}

#[test]
fn the_rest_of_the_testcase_is_blocked_but_for_its_cleanup_and_the_script_goes_on() {
    let record = run(&in_a_test::__EASYPY_SCRIPT, &json!({}));
    let lost = "did not come to its end, and what the sections share was lost with it";
    assert_results(
        &record,
        &format!(
            "
        common_setup [PASSED]
            subsection hand_on PASSED
        testcase Panics [FAILED]
            setup setup PASSED
            test before PASSED
            test asserts FAILED: assertion failed: up == 2 (at script.rs:7)
                STEP 1 FAILED: assertion failed: up == 2 (at script.rs:7)
                    STEP 1.1 PASSED
                    STEP 1.2 FAILED: assertion failed: up == 2 (at script.rs:7)
            test after BLOCKED: section asserts {lost}
            cleanup cleanup PASSED: vlan 7, made false
        testcase Traps [ABORTED]
            test aborts ABORTED: first
            test traps ERRORED: wasm trap: unreachable
            test goes_on_where_nothing_is_shared PASSED
        testcase Next [PASSED]
            test runs PASSED: vlan 7
        "
        ),
    );
    let text = record.text();
    for line in [
        "Caught an assertion failure while executing STEP 1.2: two:",
        "The result of STEP 1.2: two is => FAILED",
        "The result of STEP 1: compare is => FAILED",
        "The result of section asserts is => FAILED",
        "The result of testcase Panics is => FAILED",
        "The result of testcase Traps is => ABORTED",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
}

#[easypy::testscript]
mod one_by_one {
    use super::{panic_with, trap};

    #[testcase]
    impl AbortsAndTraps {
        #[test]
        fn first() -> crate::Result {
            aborted!()
        }
        #[test]
        fn second() {
            trap()
        }
    }

    #[testcase]
    impl Traps {
        #[test]
        fn only() {
            trap()
        }
    }

    #[testcase]
    impl FailsAndTraps {
        #[test]
        fn first() -> crate::Result {
            failed!()
        }
        #[test]
        fn second() {
            trap()
        }
    }

    #[testcase]
    impl ErrsAndAsserts {
        #[test]
        fn first() -> crate::Result {
            errored!()
        }
        #[test]
        fn second() {
            panic_with("assertion failed: up == 2")
        }
    }
}

#[test]
fn a_testcases_own_result_counts_what_went_before_the_trap() {
    let record = run(&one_by_one::__EASYPY_SCRIPT, &json!({}));
    let results: Vec<&str> =
        record.log.iter().filter_map(|(_, text)| text.strip_prefix("The result of testcase ")).collect();
    let expected = ["AbortsAndTraps is => ABORTED", "Traps is => ERRORED", "FailsAndTraps is => ERRORED"];
    assert_eq!(results[..3], expected);
    assert_eq!(results[3..], ["ErrsAndAsserts is => ERRORED"]);
}

#[easypy::testscript]
mod in_a_setup {
    use super::panic_with;

    #[common_setup]
    impl CommonSetup {
        #[subsection]
        fn fine() {}
    }

    #[testcase(must_pass)]
    impl TcOne {
        #[setup]
        fn setup() {
            panic_with("called `Option::unwrap()` on a `None` value")
        }
        #[test]
        fn never() {}
        #[cleanup]
        fn cleanup() {}
    }

    #[testcase]
    impl TcTwo {
        #[test]
        fn never() {}
    }

    #[common_cleanup]
    impl CommonCleanup {
        #[subsection]
        fn panics() {
            panic_with("boom")
        }
        #[subsection]
        fn runs() {}
    }
}

#[test]
fn a_panic_counts_as_any_other_result_for_setup_must_pass_and_common_cleanup() {
    let record = run(&in_a_setup::__EASYPY_SCRIPT, &json!({}));
    assert_results(
        &record,
        "
        common_setup [PASSED]
            subsection fine PASSED
        testcase TcOne [ERRORED]
            setup setup ERRORED: called `Option::unwrap()` on a `None` value (at script.rs:7)
            test never BLOCKED: testcase setup did not pass
            cleanup cleanup PASSED
        testcase TcTwo BLOCKED: Skipping/blocking due to goto: common_cleanup
        common_cleanup [ERRORED]
            subsection panics ERRORED: boom (at script.rs:7)
            subsection runs PASSED
        ",
    );
    let marked = "Testcase marked must-pass: aborting script execution";
    assert_eq!(record.text().matches(marked).count(), 1);
}

#[easypy::testscript]
mod in_common_setup {
    use super::trap;

    #[common_setup]
    impl CommonSetup {
        #[subsection]
        fn traps() {
            trap()
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
    impl CommonCleanup {
        #[subsection]
        fn traps_too() {
            trap()
        }
    }
}

#[test]
fn a_trap_in_common_setup_blocks_the_testcases_also_in_the_instances_that_follow() {
    let record = run(&in_common_setup::__EASYPY_SCRIPT, &json!({}));
    assert_results(
        &record,
        "
        common_setup [ERRORED]
            subsection traps ERRORED: wasm trap: unreachable
            subsection second PASSED
        testcase TcOne BLOCKED: common_setup did not pass
        common_cleanup [ERRORED]
            subsection traps_too ERRORED: wasm trap: unreachable
        ",
    );
}

#[easypy::testscript]
mod in_what_is_made {
    use super::panic_with;
    use crate::prelude::*;

    #[testcase]
    impl TcOne {
        #[parameters]
        fn parameters() -> Parameters {
            panic_with("no parameters today")
        }
        #[test]
        fn never() {}
    }

    #[testcase]
    impl TcTwo {
        #[test]
        fn runs() {}
    }
}

#[test]
fn a_panic_in_a_testcases_parameters_is_told_as_its_first_sections() {
    let record = run(&in_what_is_made::__EASYPY_SCRIPT, &json!({}));
    assert_results(
        &record,
        "
        testcase TcOne [ERRORED]
            test never ERRORED: no parameters today (at script.rs:7)
        testcase TcTwo [PASSED]
            test runs PASSED
        ",
    );
}

#[test]
fn a_checkpoint_of_another_script_is_refused() {
    for checkpoint in [0, 8, u32::MAX] {
        let resumed = Resumed { checkpoint, common_setup_failed: false, kept: None };
        let refused =
            runner::run(&in_a_setup::__EASYPY_SCRIPT, &host::Host, serde_json::Map::new(), Some(&resumed));
        assert_eq!(refused, Err(format!("the script has no section with the checkpoint {checkpoint}")));
    }
}
