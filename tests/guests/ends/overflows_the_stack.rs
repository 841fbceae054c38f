//! Recurses without end in a test. The next test case runs.

#[easypy::testscript]
mod overflows_the_stack {
    #[derive(Default)]
    struct TcDeep;

    #[testcase(id = "tc_deep")]
    impl TcDeep {
        #[test]
        fn recurses(&self) {
            std::hint::black_box(deeper(std::hint::black_box(1)));
        }
    }

    #[derive(Default)]
    struct TcNext;

    #[testcase(id = "tc_next")]
    impl TcNext {
        #[test]
        fn t(&self) {}
    }

    #[expect(unconditional_recursion, reason = "it is what this guest is for")]
    fn deeper(n: u64) -> u64 {
        std::hint::black_box(deeper(std::hint::black_box(n + 1))) + n
    }
}
