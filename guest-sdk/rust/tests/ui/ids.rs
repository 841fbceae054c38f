#[easypy::testscript]
mod script {
    #[testcase]
    impl TcOne {
        #[test]
        fn test_a() {}
        #[cfg(unix)]
        #[test]
        fn test_b() {}
        #[cfg(not(unix))]
        #[test]
        fn test_b() {}
    }

    #[testcase(id = "TcOne")]
    impl TcTwo {
        #[test]
        fn test_a() {}
    }

    #[testcase]
    impl TcTwo {
        #[test]
        fn test_c() {}
    }

    #[testcase]
    impl TcTwo {
        #[test]
        fn test_d() {}
    }

    #[testcase(id = "common_setup")]
    impl TcThree {
        #[test]
        fn test_a() {}
    }
}

fn main() {}
