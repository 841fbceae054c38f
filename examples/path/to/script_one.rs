//! As `script_one`, in a directory below that of the jobfile.

#[easypy::testscript]
mod script_one {
    use easypy::prelude::*;

    #[common_setup]
    impl CommonSetup {
        #[subsection]
        fn sub_one() {}
    }

    #[derive(Default)]
    struct TcOne;

    #[testcase(id = "tc_one")]
    impl TcOne {
        #[setup]
        fn setup() {}

        #[test]
        fn test_a() {}

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
