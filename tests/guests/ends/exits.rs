//! Calls `exit` with a status in a test: the test did not come to its end, whatever the status.

#[easypy::testscript]
mod exits {
    #[derive(Default)]
    struct Tc;

    #[testcase(id = "tc_crash")]
    impl Tc {
        #[test]
        fn t_ok(&self) {}

        #[test]
        fn t_crash(&self, status: i32) {
            std::process::exit(status);
        }

        #[test]
        fn t_after(&self) {}
    }
}
