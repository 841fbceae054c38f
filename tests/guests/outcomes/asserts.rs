//! Meets an assertion that does not hold: the test is Failed, not Errored, and the next testcase runs.

#[easypy::testscript]
mod asserts {
    #[derive(Default)]
    struct TcFail;

    #[testcase(id = "tc_fail")]
    impl TcFail {
        #[test]
        fn t_assert(&self) {
            let (one, two) = (std::hint::black_box(1), std::hint::black_box(2));
            assert_eq!(one, two, "assertion text");
        }
    }

    #[derive(Default)]
    struct TcNext;

    #[testcase(id = "tc_next")]
    impl TcNext {
        #[test]
        fn t(&self) {}
    }
}
