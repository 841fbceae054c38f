//! Tries to start a process and a thread.

/// Tries both.
#[easypy::testscript]
fn starts_a_process() -> easypy::Result {
    if std::process::Command::new("/bin/true").status().is_ok() {
        easypy::failed!("a process was started");
    }
    if std::thread::Builder::new().spawn(|| {}).is_ok() {
        easypy::failed!("a thread was started");
    }
    easypy::passed!("neither can be started")
}
