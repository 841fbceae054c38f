//! Parameters of the script, of a testcase and of the task: which of them a test gets, and what it says when
//! one is missing or of another type.

#[easypy::testscript]
mod reads_parameters {
    use easypy::prelude::*;

    #[parameters]
    fn parameters() -> Parameters {
        Parameters::new().set("base", 1).set("over", "script").set("argument_a", "script default")
    }

    #[derive(Default)]
    struct Tc;

    #[testcase(id = "tc")]
    impl Tc {
        #[parameters]
        fn parameters() -> Parameters {
            Parameters::new().set("over", "testcase")
        }

        #[test]
        fn sees(&self, base: u32, over: String, argument_a: String, nothing: Option<u32>) -> easypy::Result {
            passed!("base={base} over={over} argument_a={argument_a} nothing={nothing:?}")
        }

        #[test]
        fn misses(&self, does_not_exist: u32) -> easypy::Result {
            passed!("{does_not_exist}")
        }

        #[test]
        fn mistakes(&self, over: u32) -> easypy::Result {
            passed!("{over}")
        }
    }
}
