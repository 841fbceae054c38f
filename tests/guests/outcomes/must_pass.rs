//! A testcase that must pass does not: the rest is Blocked, common cleanup runs.

#[easypy::testscript]
mod must_pass {
    use easypy::prelude::*;

    #[derive(Default)]
    struct TcBefore;

    #[testcase(id = "tc_before")]
    impl TcBefore {
        #[test]
        fn t1(&self) {}
    }

    #[derive(Default)]
    struct TcMust;

    #[testcase(must_pass, id = "tc_must")]
    impl TcMust {
        #[test]
        fn t1(&self) -> easypy::Result {
            failed!("must pass failed")
        }
    }

    #[derive(Default)]
    struct TcAfter;

    #[testcase(id = "tc_after")]
    impl TcAfter {
        #[test]
        fn t1(&self) {}
    }

    #[common_cleanup]
    impl CommonCleanup {
        #[subsection]
        fn c() {}
    }
}
