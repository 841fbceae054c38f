#[easypy::testscript]
mod script {
    #[test]
    fn lonely() {}

    #[subsection]
    fn connect() {}

    #[testcase]
    struct TcOne;

    #[testcase]
    fn a_testcase() {}

    #[common_setup]
    mod setup {}

    #[parameters]
    const PARAMETERS: u32 = 1;

    #[testcase]
    impl TcOne {
        #[subsection]
        fn connect() {}
        #[testcase]
        fn inner() {}
        #[test]
        const TEST: u32 = 1;
        #[setup]
        #[test]
        fn both() {}
    }

    #[common_setup]
    impl CommonSetup {
        #[test]
        fn test_a() {}
    }

    #[common_cleanup]
    impl CommonCleanup {
        #[cleanup]
        fn disconnect() {}
    }

    #[testcase]
    #[common_setup]
    impl Both {
        #[test]
        fn test_a() {}
    }

    impl Forgotten {
        #[test]
        fn never_runs() {}
    }

    #[testcase]
    impl Default for TcOne {
        #[test]
        fn default() {}
    }

    #[testcase]
    impl<T> Generic<T> {
        #[test]
        fn test_a() {}
    }

    #[testcase]
    impl (u32, u32) {
        #[test]
        fn test_a() {}
    }
}

fn main() {}
