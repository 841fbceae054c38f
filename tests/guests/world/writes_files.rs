//! Writes where it may, and tries where it may not.

/// Tries every directory it has.
#[easypy::testscript]
fn writes_files(taskid: Option<String>) -> easypy::Result {
    let name = taskid.or_else(|| easypy::runtime().taskid()).unwrap_or_default();
    for directory in ["/job", "/script"] {
        let path = format!("{directory}/written-by-a-guest");
        if std::fs::write(&path, "x").is_ok() {
            easypy::failed!("{path} can be written");
        }
        if std::fs::create_dir(format!("{directory}/made-by-a-guest")).is_ok() {
            easypy::failed!("a directory can be made in {directory}");
        }
        for entry in std::fs::read_dir(directory)? {
            let path = entry?.path();
            if std::fs::OpenOptions::new().append(true).open(&path).is_ok()
                || std::fs::remove_file(&path).is_ok()
            {
                easypy::failed!("{} can be changed", path.display());
            }
        }
    }
    std::fs::write(format!("/runtime/{name}.txt"), "some content")?;
    std::fs::create_dir_all(format!("/runtime/{name}.d/deep"))?;
    std::fs::write(format!("/runtime/{name}.d/deep/er.txt"), "deeper")?;
    // Its own: nothing of another task is there.
    let before = std::fs::read_dir("/tmp")?.count();
    easypy::ensure!(before == 0, "/tmp holds {before} entries of somebody else");
    std::fs::write("/tmp/scratch", "x")?;
    easypy::passed!("wrote to /runtime and /tmp only")
}
