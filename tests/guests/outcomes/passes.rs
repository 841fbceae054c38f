//! Passes, and does nothing else.

#[easypy::testscript]
mod passes {
    #[derive(Default)]
    struct Tc;

    #[testcase(id = "tc")]
    impl Tc {
        #[test]
        fn t(&self) {}
    }
}
