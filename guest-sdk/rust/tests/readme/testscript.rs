#[easypy::testscript]
mod interfaces {
    use easypy::prelude::*;

    /// As many interfaces are up as there should be.
    #[testcase]
    impl AllAreUp {
        #[test]
        fn count(expected: usize, counts: Dict, steps: &mut Steps) -> easypy::Result {
            let text = std::fs::read_to_string("/script/interfaces.txt")?;
            let seen = text.lines().filter(|line| line.ends_with("up")).count();
            counts.set("seen", seen)?;
            steps.start("compare", |_| {
                ensure!(seen == expected, "{seen} of {expected} are up");
                Ok(())
            })
        }
    }
}
