//! Fails twice: by its own word, and by an assertion. What follows still runs.

#[easypy::testscript]
mod fails {
    use easypy::prelude::*;

    #[derive(Default)]
    struct Tc;

    #[testcase(id = "tc_fail")]
    impl Tc {
        #[test]
        fn t_fail(&self) -> easypy::Result {
            failed!("it failed")
        }

        #[test]
        fn t_assert(&self) {
            let (one, two) = (std::hint::black_box(1), std::hint::black_box(2));
            assert_eq!(one, two, "assertion text");
        }

        #[test]
        fn t_after(&self) {}
    }
}
