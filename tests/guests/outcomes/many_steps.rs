//! `count` steps in one test.

#[easypy::testscript]
mod many_steps {
    use easypy::prelude::*;

    #[derive(Default)]
    struct Tc;

    #[testcase(id = "tc")]
    impl Tc {
        #[test]
        fn t(&self, steps: &mut Steps, count: u32) -> easypy::Result {
            for n in 1..=count {
                steps.start(format!("number {n}"), |_| Ok(()))?;
            }
            Ok(())
        }
    }
}
