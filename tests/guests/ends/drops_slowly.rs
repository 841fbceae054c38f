//! Never comes to the end of a testcase whose only test has passed.

#[easypy::testscript]
mod drops_slowly {
    /// What the testcase shares is never taken down.
    #[derive(Default)]
    struct Forever(u8);

    impl Drop for Forever {
        fn drop(&mut self) {
            loop {
                std::thread::sleep(std::time::Duration::from_secs(60));
            }
        }
    }

    #[derive(Default)]
    struct Tc {
        forever: Forever,
    }

    #[testcase(id = "tc")]
    impl Tc {
        #[test]
        fn t(&mut self) {
            self.forever.0 += 1;
        }
    }
}
