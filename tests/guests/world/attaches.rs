//! Attaches files: by names that can be, and by names that cannot.

#[easypy::testscript]
mod attaches {
    use easypy::prelude::*;

    #[derive(Default)]
    struct Tc;

    #[testcase(id = "tc")]
    impl Tc {
        #[test]
        fn good(&self, section: &mut Section) -> easypy::Result {
            section.attach("config.txt", "text/plain", "first")?;
            section.attach("config.txt", "text/plain", "second")?;
            section.attach("größe 1.json", "application/json", "{}")?;
            section.attach("empty", "application/octet-stream", [])?;
            section.attach("binary.bin", "application/octet-stream", [0, 255, 10, 0])?;
            Ok(())
        }

        #[test]
        fn bad(&self, section: &mut Section) -> easypy::Result {
            let long = "x".repeat(129);
            for name in ["", "a/b", "../up", ".hidden", "..", "new\nline", "\u{1b}[31m", "nul\0", &long] {
                if section.attach(name, "text/plain", "x").is_ok() {
                    failed!("{name:?} was accepted");
                }
            }
            Ok(())
        }

        #[test]
        fn large(&self, section: &mut Section) -> easypy::Result {
            let large = vec![0u8; 16 * 1024 * 1024 + 1];
            let refused = section.attach("large", "application/octet-stream", &large);
            ensure!(refused.is_err(), "16 MiB and a byte were accepted");
            section.attach("largest", "application/octet-stream", &large[1..])?;
            Ok(())
        }
    }
}
