//! Sleeps for `secs` seconds between a test that passes and a cleanup.

#[easypy::testscript]
mod sleeps {
    use easypy::prelude::*;

    #[common_setup]
    impl CommonSetup {
        #[subsection]
        fn quick() {}
    }

    #[derive(Default)]
    struct Tc;

    #[testcase(id = "tc_sleep")]
    impl Tc {
        #[test]
        fn t_before(&self) {}

        #[test]
        fn t_sleep(&self, secs: Option<f64>) {
            std::thread::sleep(Duration::from_secs_f64(secs.unwrap_or(600.0)));
        }

        #[cleanup]
        fn cleanup(&self) {}
    }
}
