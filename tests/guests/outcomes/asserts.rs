//! Meets an assertion that does not hold: the test is Failed, not Errored. What the sections of the testcase
//! share is lost with it, so the rest of it is Blocked; the next testcase runs.

#[easypy::testscript]
mod asserts {
    #[derive(Default)]
    struct TcFail {
        seen: u32,
    }

    #[testcase(id = "tc_fail")]
    impl TcFail {
        #[test]
        fn t_assert(&mut self) {
            self.seen += 1;
            assert_eq!(self.seen, std::hint::black_box(2), "assertion text");
        }

        #[test]
        fn t_after(&self) {}

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
