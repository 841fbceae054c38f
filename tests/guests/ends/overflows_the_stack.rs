//! Recurses without end: by calls alone, and with something on the stack. What follows runs.

#[easypy::testscript]
mod overflows_the_stack {
    #[derive(Default)]
    struct TcDeep;

    #[testcase(id = "tc_deep")]
    impl TcDeep {
        #[test]
        fn calls(&self) {
            std::hint::black_box(fibonacci(std::hint::black_box(u64::MAX)));
        }

        #[test]
        fn frames(&self) {
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

    fn fibonacci(n: u64) -> u64 {
        if n < 2 { n } else { fibonacci(n - 1).wrapping_add(fibonacci(n - 2)) }
    }

    #[expect(unconditional_recursion, reason = "it is what this guest is for")]
    fn deeper(n: u64) -> u64 {
        std::hint::black_box(deeper(std::hint::black_box(n + 1))) + n
    }
}
