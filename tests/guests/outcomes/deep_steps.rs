//! Steps inside steps, as deep as `depth` says.

#[easypy::testscript]
mod deep_steps {
    use easypy::prelude::*;

    #[derive(Default)]
    struct Tc;

    #[testcase(id = "tc")]
    impl Tc {
        #[test]
        fn deeper(&self, steps: &mut Steps, depth: u32) -> easypy::Result {
            steps.start("down", |step| down(step, depth.saturating_sub(1)))
        }

        #[test]
        fn after(&self) {}
    }

    fn down(step: &mut Step<'_>, depth: u32) -> easypy::Result {
        if depth == 0 {
            return Ok(());
        }
        step.start("down", |step| down(step, depth - 1))
    }
}
