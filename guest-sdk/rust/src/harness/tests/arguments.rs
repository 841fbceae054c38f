//! Where arguments come from.

use serde_json::json;

use super::{assert_results, run};

#[easypy::testscript]
mod precedence {
    use crate::prelude::*;

    #[parameters]
    fn defaults() -> Parameters {
        Parameters::new().set("a", "script").set("b", "script").set("c", "script").set("d", "script")
    }

    #[common_setup]
    impl CommonSetup {
        #[subsection]
        fn hand_on(section: &mut Section, d: String) -> crate::Result {
            section.set_parameter("found", format!("by {}.{}", section.container(), section.id()))?;
            section.set_parameter("d", d + ", changed")
        }
    }

    #[testcase]
    impl TcOne {
        #[parameters]
        fn parameters() -> Parameters {
            Parameters::new().set("c", "testcase")
        }

        #[test]
        fn told(a: String, b: String, c: String, d: String, found: String) -> crate::Result {
            passed!("{a}, {b}, {c}, {d}, {found}")
        }
    }

    #[testcase]
    impl TcTwo {
        #[test]
        fn told_again(c: String) -> crate::Result {
            passed!("{c}")
        }
    }
}

#[test]
fn a_testcase_goes_before_kwargs_and_kwargs_before_the_script() {
    let record = run(&precedence::__EASYPY_SCRIPT, &json!({"b": "kwarg", "c": "kwarg", "d": "kwarg"}));
    let reason = |id| record.section(id).reason.clone();
    let told = "script, kwarg, testcase, kwarg, changed, by common_setup.hand_on";
    assert_eq!(reason("told").as_deref(), Some(told));
    assert_eq!(reason("told_again").as_deref(), Some("kwarg"));
    // What common setup set is kept for an instance that may come after this one.
    assert_eq!(record.kept.0, 1);
}

#[easypy::testscript]
mod kinds {
    use std::collections::BTreeMap;

    use crate::prelude::*;

    #[testcase]
    impl TcOne {
        #[test]
        fn missing(vlan: u32, here: u32, r#type: String) {
            unreachable!("{vlan} {here} {}", r#type)
        }

        #[test]
        fn of_another_type(here: String, name: bool) {
            unreachable!("{here} {name}")
        }

        #[test]
        fn optional(there: Option<u32>, null: Option<u32>, here: Option<u32>) -> crate::Result {
            passed!("{there:?} {null:?} {here:?}")
        }

        #[test]
        fn structured(
            table: BTreeMap<String, Vec<u8>>,
            mut list: Vec<u8>,
            steps: &mut Steps,
        ) -> crate::Result {
            list.push(3);
            steps.start("sum", |_| passed!("{table:?} {list:?}"))
        }

        #[test]
        fn by_hand(section: &mut Section) -> crate::Result {
            let here: u32 = section.parameter("here")?;
            assert_eq!(section.parameter::<Option<u32>>("there")?, None);
            section.attach("notes.txt", "text/plain", format!("{here}"))?;
            section.attach(".hidden", "text/plain", "")?;
            Ok(())
        }

        #[test]
        fn missing_by_hand(section: &mut Section) -> crate::Result {
            section.parameter::<u32>("vlan").map(drop)
        }
    }
}

#[test]
fn what_is_missing_or_of_another_type_is_errored_and_told_by_name() {
    let kwargs = json!({"here": 7, "name": "r1", "null": null, "table": {"x": [1, 2]}, "list": []});
    let record = run(&kinds::__EASYPY_SCRIPT, &kwargs);
    assert_results(
        &record,
        "
        testcase TcOne [ERRORED]
            test missing ERRORED: Missing parameters {'vlan', 'type'} in scope of 'TcOne.missing'
            test of_another_type ERRORED: Parameter 'here' in scope of 'TcOne.of_another_type' is of another type: \
         invalid type: integer `7`, expected a string; Parameter 'name' in scope of 'TcOne.of_another_type' is of \
         another type: invalid type: string \"r1\", expected a boolean
            test optional PASSED: None None Some(7)
            test structured PASSED
                STEP 1 PASSED: {\"x\": [1, 2]} [3]
            test by_hand ERRORED: `.hidden` cannot be an attachment's name
            test missing_by_hand ERRORED: Missing parameters {'vlan'} in scope of 'TcOne.missing_by_hand'
        ",
    );
    assert_eq!(record.attached, [("notes.txt".to_owned(), "text/plain".to_owned(), b"7".to_vec())]);
}

#[easypy::testscript]
mod shared_state {
    #[derive(Default)]
    struct Counts {
        seen: u32,
    }

    impl Counts {
        fn told(&self) -> String {
            format!("seen {}", self.seen)
        }
    }

    #[testcase(id = "one")]
    impl Counts {
        #[setup]
        fn begin(&mut self) {
            self.seen = 10;
        }
        #[test]
        fn more(&mut self) {
            self.seen += 1;
        }
        #[test]
        fn total(&self) -> crate::Result {
            passed!("{}", self.told())
        }
    }

    #[testcase(id = "two")]
    impl self::Counts {
        #[test]
        fn anew(&self) -> crate::Result {
            passed!("{}", self.told())
        }
    }
}

#[test]
fn the_sections_of_a_testcase_share_its_struct_and_no_other_does() {
    let record = run(&shared_state::__EASYPY_SCRIPT, &json!({}));
    assert_eq!(record.section("total").reason.as_deref(), Some("seen 11"));
    assert_eq!(record.section("anew").reason.as_deref(), Some("seen 0"));
}
