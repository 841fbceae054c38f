//! Panics in common setup: testcases are Blocked, common cleanup runs.

#[easypy::testscript]
mod panics_in_common_setup {
    #[common_setup]
    impl CommonSetup {
        #[subsection]
        fn connect() {
            panic!("no route to host");
        }

        #[subsection]
        fn next() {}
    }

    #[derive(Default)]
    struct Tc;

    #[testcase(id = "tc")]
    impl Tc {
        #[test]
        fn t(&self) {}
    }

    #[common_cleanup]
    impl CommonCleanup {
        #[subsection]
        fn disconnect() {}
    }
}
