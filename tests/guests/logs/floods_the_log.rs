//! Logs without end.

#[easypy::testscript]
mod floods_the_log {
    use easypy::prelude::*;

    #[derive(Default)]
    struct TcBefore;

    #[testcase(id = "tc_before")]
    impl TcBefore {
        #[test]
        fn t(&self) {}
    }

    #[derive(Default)]
    struct Tc;

    #[testcase(id = "tc_floods")]
    impl Tc {
        #[test]
        fn without_end(&self) {
            loop {
                logging::write("flood", Level::Info, "all work and no play makes a log a dull log");
            }
        }
    }
}
