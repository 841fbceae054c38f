//! Takes memory until it gets no more.

#[easypy::testscript]
mod eats_memory {
    #[derive(Default)]
    struct TcEats;

    #[testcase(id = "tc_eats")]
    impl TcEats {
        #[test]
        fn all_of_it(&self) {
            let mut eaten: Vec<Vec<u8>> = Vec::new();
            loop {
                eaten.push(std::hint::black_box(vec![1; 1024 * 1024]));
            }
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
