//! Fails twice: by its own word, and by an assertion. What follows still runs.

#[easypy::testscript]
mod fails {
    use easypy::prelude::*;

    #[derive(Default)]
    struct Tc;

    #[testcase(id = "tc_fail")]
    impl Tc {
        #[test]
        fn t_fail(&self) -> easypy::Result {
            failed!("it failed")
        }

        #[test]
        fn t_after(&self) {}
    }
}
