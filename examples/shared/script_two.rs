//! Reads what another task has left in the objects that the job shares with both.

#[easypy::testscript]
mod script_two {
    use easypy::prelude::*;
    use log::info;

    #[derive(Default)]
    struct TcShared;

    #[testcase(id = "tc_shared")]
    impl TcShared {
        #[test]
        fn t_shared(shared_dict: Dict, shared_list: List) -> easypy::Result {
            let found: Vec<String> = shared_list.snapshot()?;
            info!("BEFORE keys {:?}, list {found:?}", shared_dict.keys()?);
            ensure!(shared_dict.require::<bool>("testbed_is_sane")?, "the testbed is not sane");

            shared_dict.add("n", 1)?;
            shared_list.append("script_two was here")?;
            passed!("the testbed is sane, says {}", found.join(", "))
        }
    }
}
