//! What most testscripts look like: common setup, a testcase with setup, tests and cleanup, common cleanup.

#[easypy::testscript]
mod script_one {
    use easypy::prelude::*;

    #[common_setup]
    impl CommonSetup {
        #[subsection]
        fn sub_one() {}
    }

    // What the sections of the testcase share: nothing here.
    #[derive(Default)]
    struct TcOne;

    #[testcase(id = "tc_one")]
    impl TcOne {
        #[setup]
        fn setup() {}

        /// A section that comes to its end has passed.
        #[test]
        fn test_a() {}

        /// A section can also say that it has, and why.
        #[test]
        fn test_b() -> easypy::Result {
            passed!("b is good")
        }

        #[cleanup]
        fn cleanup() {}
    }

    #[common_cleanup]
    impl CommonCleanup {
        #[subsection]
        fn clean_one() {}
    }
}
