//! Common setup fails: its other subsections run, testcases are Blocked, common cleanup runs.

#[easypy::testscript]
mod common_setup_fails {
    use easypy::prelude::*;

    #[common_setup]
    impl CommonSetup {
        #[subsection]
        fn sub_fail() -> easypy::Result {
            failed!("common setup failed")
        }

        #[subsection]
        fn sub_next() {}
    }

    #[derive(Default)]
    struct Tc;

    #[testcase(id = "tc")]
    impl Tc {
        #[test]
        fn t(&self) {}
    }

    #[common_cleanup]
    impl CommonCleanup {
        #[subsection]
        fn clean() {}
    }
}
