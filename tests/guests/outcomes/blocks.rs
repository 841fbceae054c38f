//! Blocked, by its own word.

#[easypy::testscript]
mod blocks {
    use easypy::prelude::*;

    #[derive(Default)]
    struct Tc;

    #[testcase(id = "tc_block")]
    impl Tc {
        #[test]
        fn t_block(&self) -> easypy::Result {
            blocked!("is blocked")
        }
    }
}
