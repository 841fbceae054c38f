//! Steps: their numbers, and what they make of their section.

use serde_json::json;

use super::{assert_results, run};

#[easypy::testscript]
mod with_steps {
    use crate::prelude::*;

    #[testcase]
    impl TcOne {
        #[test]
        fn nested(steps: &mut Steps) -> crate::Result {
            steps.start("connect", |_| Ok(()))?;
            steps.step("compare").description("with what was").start(|step| {
                assert_eq!(step.index(), "2");
                step.start("routes", |_| Ok(()))?;
                step.start("neighbours", |step| {
                    assert_eq!(step.index(), "2.2");
                    step.start("each", |_| skipped!("none"))
                })
            })
        }

        #[test]
        fn fails_in_a_step(steps: &mut Steps) -> crate::Result {
            steps.start("outer", |step| {
                step.start("inner", |_| failed!("too many"))?;
                step.start("never", |_| Ok(()))
            })?;
            steps.start("never", |_| Ok(()))
        }

        #[test]
        fn goes_on(steps: &mut Steps) -> crate::Result {
            steps.step("tried").continues().start(|_| failed!("no"))?;
            steps.start("next", |_| Ok(()))?;
            passed!("so it says")
        }

        #[test]
        fn drops_the_result(steps: &mut Steps) {
            let _ = steps.start("tried", |_| errored!("no"));
        }

        #[test]
        fn skips_a_step(steps: &mut Steps) -> crate::Result {
            steps.start("left out", |_| skipped!())?;
            steps.start("known", |_| passx!("bug 7"))
        }

        #[test]
        fn skips_itself(steps: &mut Steps) -> crate::Result {
            steps.start("fine", |_| Ok(()))?;
            skipped!("the rest")
        }
    }
}

#[test]
fn steps_are_numbered_and_roll_up_into_their_section() {
    let record = run(&with_steps::__EASYPY_SCRIPT, &json!({}));
    assert_results(
        &record,
        "
        testcase TcOne [ERRORED]
            test nested PASSED
                STEP 1 PASSED
                STEP 2 PASSED
                    STEP 2.1 PASSED
                    STEP 2.2 PASSED
                        STEP 2.2.1 SKIPPED: none
            test fails_in_a_step FAILED
                STEP 1 FAILED
                    STEP 1.1 FAILED: too many
            test goes_on FAILED: so it says
                STEP 1 FAILED: no
                STEP 2 PASSED
            test drops_the_result ERRORED
                STEP 1 ERRORED: no
            test skips_a_step PASSX
                STEP 1 SKIPPED
                STEP 2 PASSX: bug 7
            test skips_itself SKIPPED: the rest
                STEP 1 PASSED
        ",
    );
    let compare = record.sections.iter().find(|section| section.name.as_deref() == Some("compare")).unwrap();
    assert_eq!(compare.description.as_deref(), Some("with what was"));
}

#[test]
fn the_box_of_steps_lists_them_in_the_order_in_which_they_began() {
    let record = run(&with_steps::__EASYPY_SCRIPT, &json!({}));
    let text = record.text();
    let after = text.split("STEPS Report").nth(1).unwrap();
    let lines: Vec<&str> = after.lines().skip(2).take(5).map(str::trim_end).collect();
    assert_eq!(
        lines,
        [
            "STEP 1 - connect                                  Passed",
            "STEP 2 - compare                                  Passed",
            "STEP 2.1 - routes                                 Passed",
            "STEP 2.2 - neighbours                             Passed",
            "STEP 2.2.1 - each                                 Skipped",
        ]
    );
}
