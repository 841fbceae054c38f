//! What common setup sets as a parameter outlives a panic in a later testcase; what a testcase's sections
//! share does not, so the rest of it is Blocked.

#[easypy::testscript]
mod keeps_parameters {
    use easypy::prelude::*;

    #[common_setup]
    impl CommonSetup {
        #[subsection]
        fn find(section: &mut Section) -> easypy::Result {
            section.set_parameter("found", "r1")
        }
    }

    #[derive(Default)]
    struct TcPanics {
        seen: u32,
    }

    #[testcase(id = "tc_panics")]
    impl TcPanics {
        #[setup]
        fn setup(&mut self) {
            self.seen = 7;
        }

        #[test]
        fn breaks(&self) {
            panic!("seen {} and broke", self.seen);
        }

        #[test]
        fn after(&self) {}

        #[cleanup]
        fn cleanup(&self, found: String) -> easypy::Result {
            ensure!(found == "r1", "found is {found}");
            passed!("{found} is still known, seen is {}", self.seen)
        }
    }

    #[derive(Default)]
    struct TcNext;

    #[testcase(id = "tc_next")]
    impl TcNext {
        #[test]
        fn goes_on(&self, found: String) -> easypy::Result {
            passed!("{found}")
        }
    }
}
