//! Aborted, by its own word. The test that follows still runs.

#[easypy::testscript]
mod aborts_its_test {
    use easypy::prelude::*;

    #[derive(Default)]
    struct Tc;

    #[testcase(id = "tc_abort")]
    impl Tc {
        #[test]
        fn t_abort(&self) -> easypy::Result {
            aborted!("abort now")
        }

        #[test]
        fn t_after_abort(&self) {}
    }
}
