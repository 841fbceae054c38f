//! Shows what reaches a testscript from its job: parameters and log levels.

#![expect(clippy::print_stdout, reason = "shows that what is printed is in the TaskLog as well")]

#[easypy::testscript]
mod script_two {
    use log::{debug, info, warn};

    #[derive(Default)]
    struct TcTwo;

    #[testcase(id = "tc_two")]
    impl TcTwo {
        /// A parameter that the job does not set is `None` in an `Option`; without one this would be Errored.
        #[test]
        #[expect(non_snake_case, reason = "the parameters have the names that the listing gives them")]
        fn test_params(
            argument_A: Option<String>,
            argument_B: Option<String>,
            my_custom_arg: Option<String>,
        ) {
            // The script's own logger: pyats.aetest.testscript.script_two.
            debug!("script DEBUG");
            info!("script INFO A={argument_A:?} B={argument_B:?} C={my_custom_arg:?}");
            warn!("script WARNING");
            info!("arguments that the job has left: {:?}", easypy::runtime().arguments());
            // Loggers of libraries are named by the target.
            debug!(target: "mylibrary", "mylibrary DEBUG");
            info!(target: "mylibrary", "mylibrary INFO");
            debug!(target: "otherlibrary", "otherlibrary DEBUG");
            println!("stdout print from script");
        }
    }
}
