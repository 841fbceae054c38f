//! Says with what it was started: arguments, directories, the run.

/// Puts what it was given into the result.
#[easypy::testscript]
fn reads_arguments() -> easypy::Result {
    let runtime = easypy::runtime();
    let mut roots = Vec::new();
    for root in ["/job", "/script", "/runtime", "/tmp", "/etc", "/home"] {
        if std::fs::read_dir(root).is_ok() {
            roots.push(root);
        }
    }
    let data = serde_json::json!({
        "program": std::env::args().next(),
        "arguments": runtime.arguments(),
        "current_dir": std::env::current_dir()?,
        "home": runtime.home(),
        "directory": runtime.directory(),
        "uid": runtime.uid(),
        "job_name": runtime.job_name(),
        "taskid": runtime.taskid(),
        "archive": runtime.archive(),
        "submitter": runtime.submitter(),
        "roots": roots,
    });
    Err(easypy::Stop::passed("see the data").data(data))
}
