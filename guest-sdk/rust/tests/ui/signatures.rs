#[easypy::testscript]
mod script {
    use easypy::Parameters;

    #[parameters]
    fn parameters(vlan: u32) -> Parameters {
        Parameters::new().set("vlan", vlan)
    }

    #[derive(Default)]
    struct TcOne;

    #[testcase]
    impl TcOne {
        #[cfg(unix)]
        #[parameters]
        fn parameters() -> Parameters {
            Parameters::new()
        }
        #[test]
        async fn waits() {}
        #[test]
        unsafe fn dangerous() {}
        #[test]
        extern "C" fn foreign() {}
        #[test]
        fn generic<T: Default>(&self) {}
        #[test]
        fn borrows<'a>(&'a self) {}
        #[test]
        fn with_clause()
        where
            u32: Copy,
        {
        }
        #[test]
        fn takes_it(self) {}
        #[test]
        fn boxed(self: Box<Self>) {}
    }
}

fn main() {}
