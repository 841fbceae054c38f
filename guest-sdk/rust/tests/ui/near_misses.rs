#[easypy::testscript]
mod script {
    #[common_set_up]
    impl CommonSetup {
        #[sub_section]
        fn connect() {}
    }

    #[TestCase]
    impl TcOne {
        #[set_up]
        fn setup() {}
        #[tests]
        fn test_a() {}
        #[easypy::test]
        fn test_b() {}
        #[test]
        #[ignore]
        fn test_c() {}
        #[cfg_attr(unix, test)]
        fn test_d() {}
        #[clean_up]
        fn cleanup() {}
    }

    #[parameter]
    fn parameters() {}
}

fn main() {}
