//! Writes what it finds into the objects that the job shares with it.

#[easypy::testscript]
mod script_one {
    use easypy::prelude::*;

    #[derive(Default)]
    struct TcShared;

    #[testcase(id = "tc_shared")]
    impl TcShared {
        /// A shared object is a parameter like any other: ask for it by its name and its kind.
        #[test]
        fn t_shared(shared_dict: Dict, shared_list: List) -> easypy::Result {
            shared_dict.set("testbed_is_sane", true)?;
            // One call, so that tasks which do it at the same time lose nothing.
            shared_dict.add("n", 1)?;
            shared_list.append("script_one was here")?;
            Ok(())
        }
    }
}
