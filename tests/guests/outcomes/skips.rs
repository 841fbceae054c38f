//! Skipped, by its own word.

#[easypy::testscript]
mod skips {
    use easypy::prelude::*;

    #[derive(Default)]
    struct Tc;

    #[testcase(id = "tc_skip")]
    impl Tc {
        #[test]
        fn t_skip(&self) -> easypy::Result {
            skipped!("not today")
        }
    }
}
