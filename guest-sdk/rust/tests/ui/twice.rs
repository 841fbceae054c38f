#[easypy::testscript]
mod script {
    use easypy::Parameters;

    #[parameters]
    fn parameters() -> Parameters {
        Parameters::new()
    }

    #[parameters]
    fn more_parameters() -> Parameters {
        Parameters::new()
    }

    #[common_setup]
    impl CommonSetup {
        #[subsection]
        fn connect() {}
    }

    #[common_setup]
    impl Another {
        #[subsection]
        fn connect() {}
    }

    #[testcase]
    impl TcOne {
        #[setup]
        fn setup() {}
        #[setup]
        fn set_up_more() {}
        #[test]
        fn test_a() {}
        #[cleanup]
        fn cleanup() {}
        #[cleanup]
        fn clean_more() {}
        #[parameters]
        fn parameters() -> Parameters {
            Parameters::new()
        }
        #[parameters]
        fn more_parameters() -> Parameters {
            Parameters::new()
        }
    }

    #[common_cleanup]
    impl CommonCleanup {
        #[subsection]
        fn disconnect() {}
    }

    #[common_cleanup]
    impl AnotherCleanup {
        #[subsection]
        fn disconnect() {}
    }
}

fn main() {}
