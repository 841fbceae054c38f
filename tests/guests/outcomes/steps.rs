//! Steps: nested, one that fails and lets the test go on, one that ends it, one that is skipped.

#[easypy::testscript]
mod steps {
    use easypy::prelude::*;

    #[derive(Default)]
    struct Tc;

    #[testcase(id = "tc_steps")]
    impl Tc {
        #[test]
        fn t(&self, steps: &mut Steps) -> easypy::Result {
            steps.step("first step").description("desc").start(|_| Ok(()))?;
            steps.step("fails but continues").continues().start(|_| failed!("bad step"))?;
            steps.start("outer", |step| {
                step.start("inner ok", |_| passed!("fine"))?;
                step.start("inner passx", |_| passx!("known"))
            })?;
            steps.start("fails hard", |_| failed!("hard"))?;
            steps.start("never reached", |_| Ok(()))
        }

        #[test]
        fn t_exc(&self, steps: &mut Steps) -> easypy::Result {
            steps.start("exc", |_| Err(std::io::Error::other("in step"))?)
        }

        #[test]
        fn t_assert(&self, steps: &mut Steps) -> easypy::Result {
            steps.start("assert", |_| {
                assert_eq!(std::hint::black_box(1), std::hint::black_box(2), "nope");
                Ok(())
            })
        }

        #[test]
        fn t_skip(&self, steps: &mut Steps) -> easypy::Result {
            steps.start("s", |_| skipped!("skip step"))?;
            log::info!("after the skipped step");
            Ok(())
        }
    }
}
