//! Errored twice: by an error that `?` meets, and by its own word.

#[easypy::testscript]
mod errors {
    use easypy::prelude::*;

    #[derive(Default)]
    struct Tc;

    #[testcase(id = "tc_error")]
    impl Tc {
        #[test]
        fn t_err(&self) -> easypy::Result {
            Err(std::io::Error::other("boom"))?;
            Ok(())
        }

        #[test]
        fn t_errored(&self) -> easypy::Result {
            errored!("explicit error")
        }
    }
}
