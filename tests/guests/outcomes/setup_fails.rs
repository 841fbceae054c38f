//! A testcase's setup fails: its tests are Blocked, its cleanup runs, and so does the next testcase.

#[easypy::testscript]
mod setup_fails {
    use easypy::prelude::*;

    #[derive(Default)]
    struct Tc;

    #[testcase(id = "tc_setup_fail")]
    impl Tc {
        #[setup]
        fn setup(&self) -> easypy::Result {
            failed!("setup failed")
        }

        #[test]
        fn t1(&self) {}

        #[cleanup]
        fn cleanup(&self) {}
    }

    #[derive(Default)]
    struct TcNext;

    #[testcase(id = "tc_next")]
    impl TcNext {
        #[test]
        fn t1(&self) {}
    }
}
