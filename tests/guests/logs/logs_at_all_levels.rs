//! Logs by several loggers at every level, and says which levels are in force.

#[easypy::testscript]
mod logs_at_all_levels {
    use easypy::prelude::*;

    const LOGGERS: [&str; 4] = ["", "mylibrary", "mylibrary.part", "pyats.aetest"];

    #[derive(Default)]
    struct Tc;

    #[testcase(id = "tc")]
    impl Tc {
        #[test]
        fn t(&self) -> easypy::Result {
            for logger in LOGGERS {
                for level in [Level::Debug, Level::Info, Level::Warning, Level::Error, Level::Critical] {
                    logging::write(logger, level, &format!("{logger} says {level:?}"));
                }
            }
            log::debug!("log says Debug");
            log::info!("log says Info");
            log::warn!(target: "mylibrary", "log says Warning");
            let span = tracing::info_span!("probe", vlan = 10).entered();
            tracing::debug!("tracing says Debug");
            tracing::info!(interfaces = 3, "tracing says Info");
            drop(span);
            let levels = LOGGERS.map(|logger| format!("{logger}={:?}", logging::effective_level(logger)));
            passed!("{}", levels.join(" "))
        }
    }
}
