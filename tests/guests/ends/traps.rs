//! Traps without a word. The test is Errored; what follows it runs.

#[easypy::testscript]
mod traps {
    #[derive(Default)]
    struct TcTraps;

    #[testcase(id = "tc_traps")]
    impl TcTraps {
        #[test]
        fn before(&self) {}

        #[test]
        fn unreachable(&self) {
            #[cfg(target_arch = "wasm32")]
            core::arch::wasm32::unreachable();
        }

        #[test]
        fn after(&self) {}

        #[cleanup]
        fn cleanup(&self) {}
    }

    #[derive(Default)]
    struct TcNext;

    #[testcase(id = "tc_next")]
    impl TcNext {
        #[test]
        fn t(&self) {}
    }
}
