#[easypy::testscript]
mod empty {
    fn helper() {}
}

#[easypy::testscript]
mod empty_parts {
    #[common_setup]
    impl CommonSetup {}

    #[testcase]
    impl TcOne {
        fn test_a() {}
    }
}

fn main() {}
