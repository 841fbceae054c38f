//! Kills itself by `abort` in a test.

#[easypy::testscript]
mod aborts {
    #[derive(Default)]
    struct Tc;

    #[testcase(id = "tc_crash")]
    impl Tc {
        #[test]
        fn t_ok(&self) {}

        #[test]
        fn t_crash(&self) {
            std::process::abort();
        }
    }
}
