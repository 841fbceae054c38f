//! Tries to read what it was not given, in every way a path can be written.

/// Opens files that are none of its business.
#[easypy::testscript]
fn opens_etc_passwd() -> easypy::Result {
    // What it may read can be read: so what fails below does not fail for another reason.
    let own = std::fs::read_dir("/script")?.next();
    let Some(own) = own else { easypy::errored!("/script is empty") };
    if std::fs::read(own?.path()).is_ok_and(|bytes| bytes.is_empty()) {
        easypy::errored!("nothing can be read");
    }
    let paths = [
        "/etc/passwd",
        "/etc/hostname",
        "../../../../../../etc/passwd",
        "/job/../etc/passwd",
        "/script/../../../../etc/passwd",
        "/runtime/../journal.ndjson",
        "/runtime/../../../../../etc/passwd",
        "/tmp/../../../../../etc/passwd",
        "/proc/self/environ",
        "/proc/1/root/etc/passwd",
        "/dev/zero",
        "/",
    ];
    for path in paths {
        if std::fs::read(path).is_ok() {
            easypy::failed!("{path} can be read");
        }
    }
    for link in ["/runtime/link", "/tmp/link"] {
        let _ = std::fs::remove_file(link);
        // A link out of the directory may be refused, or made; it must not be followed.
        #[expect(deprecated, reason = "the one function that makes a link on every system")]
        let _ = std::fs::soft_link("../../../../../../../../etc/passwd", link);
        if std::fs::read(link).is_ok() {
            easypy::failed!("{link} leads out");
        }
    }
    easypy::passed!("none of them can be read")
}
