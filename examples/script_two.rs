//! The same as `script_one`, with a testcase of its own: the second task of the listings.

#[easypy::testscript]
mod script_two {
    use easypy::prelude::*;

    #[common_setup]
    impl CommonSetup {
        #[subsection]
        fn sub_one() {}
    }

    // What the sections of the testcase share: nothing here.
    #[derive(Default)]
    struct TcTwo;

    #[testcase(id = "tc_two")]
    impl TcTwo {
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
