//! Computes without end.

#[easypy::testscript]
mod spins {
    #[derive(Default)]
    struct Tc;

    #[testcase(id = "tc_busy")]
    impl Tc {
        #[test]
        fn t_busy(&self) {
            let mut n = 0u64;
            loop {
                n = std::hint::black_box(n.wrapping_add(1));
            }
        }
    }
}
