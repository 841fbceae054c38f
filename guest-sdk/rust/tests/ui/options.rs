#[easypy::testscript]
mod script {
    #[testcase(uid = "one")]
    impl TcOne {
        #[test]
        fn test_a() {}
    }

    #[testcase(must_pass, must_pass)]
    impl TcTwo {
        #[test(slow)]
        fn test_a() {}
        #[cleanup = "always"]
        fn cleanup() {}
    }

    #[testcase(id = " ")]
    impl TcThree {
        #[test]
        fn test_a() {}
    }

    #[testcase(id = 4)]
    impl TcFour {
        #[test]
        fn test_a() {}
    }

    #[common_setup(must_pass)]
    impl CommonSetup {
        #[subsection]
        fn connect() {}
    }
}

fn main() {}
