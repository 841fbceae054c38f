//! Copes with memory that it does not get; what goes wrong later has reasons of its own.

#[easypy::testscript]
mod copes_without_memory {
    #[testcase(id = "tc")]
    impl Tc {
        #[test]
        fn copes() -> easypy::Result {
            let refused = Vec::<u8>::new().try_reserve_exact(1 << 30);
            easypy::ensure!(refused.is_err(), "it was given");
            Ok(())
        }

        #[test]
        fn fails() {
            let mut room = Vec::<u8>::new();
            assert!(room.try_reserve_exact(1 << 30).is_err());
            assert_eq!(1 + std::hint::black_box(1), 3);
        }

        #[test]
        fn traps() {
            std::process::abort();
        }
    }
}
