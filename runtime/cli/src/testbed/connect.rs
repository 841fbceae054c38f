//! `easypy-wasm testbed connect`: a session as a run would have it, for a person.

use std::io::{self, BufRead as _, IsTerminal as _, Write};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

use easypy_contract::testbed::{Error, Exchange};
use easypy_devices::session::{Session, Target, Transcript};
use easypy_testbed::Testbed;
use tokio::sync::mpsc::{Receiver, channel};

use super::{Place, of_run, platforms};
use crate::args::ConnectOptions;
use crate::error::ExpectedError;
use crate::exit::Exit;
use crate::signals::Signals;
use crate::{out, text};

/// For the transcript, whose it is.
const WHO: &str = "testbed connect";

/// Connects, and sends what is typed, line by line.
///
/// # Errors
/// The testbed cannot be used, or the device not connected to.
pub(super) fn run(options: &ConnectOptions) -> Result<ExitCode, ExpectedError> {
    let platforms = platforms(options.platform_dir.as_deref())?;
    let testbed = of_run(&options.file, Vec::new(), options.color, true)?;
    let (device, via) = {
        let place = Place::find(&testbed, &options.device, options.via.as_deref())?;
        (place.device.name.as_str().to_owned(), place.via)
    };
    let platform = platform_of(&testbed, &device, &platforms)?;
    let target = Target { testbed: Arc::new(testbed), device, via };
    let transcript =
        if options.verbose { Transcript::new(Box::new(io::stderr()), u64::MAX) } else { Transcript::none() };
    let cannot = |why| ExpectedError::Process { what: "no event loop could be made", why };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(cannot)?;
    let ended = runtime.block_on(tokio::task::LocalSet::new().run_until(async {
        let mut signals = Signals::new().map_err(cannot)?;
        tokio::select! {
            ended = talk(&target, platform, transcript) => ended,
            signal = signals.next() => Err(ExpectedError::Stopped(signal)),
        }
    }));
    // A thread that still waits for the terminal does not keep the program from ending.
    runtime.shutdown_background();
    ended
}

fn platform_of(
    testbed: &Testbed,
    device: &str,
    platforms: &easypy_devices::platform::Platforms,
) -> Result<Arc<easypy_devices::platform::Platform>, ExpectedError> {
    let not_connected = |why: String| ExpectedError::NotConnected { why };
    let device =
        testbed.device(device).ok_or_else(|| not_connected(format!("there is no device {device}")))?;
    platforms.of(device).map(Arc::clone).map_err(|unknown| not_connected(unknown.to_string()))
}

async fn talk(
    target: &Target,
    platform: Arc<easypy_devices::platform::Platform>,
    transcript: Transcript,
) -> Result<ExitCode, ExpectedError> {
    let begin = Instant::now();
    let name = platform.name().to_owned();
    let (mut session, connected) = Session::connect(target, platform, transcript, WHO, None)
        .await
        .map_err(|error| ExpectedError::NotConnected { why: error.to_string() })?;
    out::stderr(&format!(
        "connected to {} via {} after {}: platform {name}, mode {}, hostname {}",
        text::visible(&target.device),
        text::visible(&connected.via),
        seconds(begin.elapsed()),
        connected.mode,
        text::visible(&connected.hostname),
    ));
    let interactive = io::stdin().is_terminal();
    if interactive {
        out::stderr("each line is sent as a command; Ctrl-D logs off");
    }
    let mut lines = lines();
    let mut refused = false;
    loop {
        if interactive {
            prompt(&format!("{} [{}]> ", target.device, session.mode()));
        }
        let Some(line) = lines.recv().await else { break };
        let line =
            line.map_err(|why| ExpectedError::Process { what: "standard input cannot be read", why })?;
        match session.execute(WHO, &line, &exchange()).await {
            Ok(output) => show(&output.text),
            Err(error) => {
                refused = true;
                match &error {
                    Error::Command { output, .. }
                    | Error::Timeout { output, .. }
                    | Error::Closed { output, .. } => show(&output.text),
                    _ => {}
                }
                out::stderr(&format!("error: {}", text::visible(&error.to_string())));
            }
        }
    }
    session.close(WHO).await;
    Ok(ExitCode::from(if refused { Exit::NotRun.code() } else { 0 }))
}

fn exchange() -> Exchange {
    Exchange { timeout: None, raise: true, errors: None, replies: Vec::new(), output_limit: None }
}

/// What a device said, without anything that acts on a terminal.
fn show(output: &str) {
    for line in output.lines() {
        out::stdout(&format!("{}\n", text::visible(line)));
    }
}

fn prompt(text: &str) {
    let mut stderr = io::stderr();
    // Whoever closed it does not want to see it.
    let _ = stderr.write_all(text::visible(text).as_bytes()).and_then(|()| stderr.flush());
}

/// The lines of standard input, read on a thread of their own: reading waits.
fn lines() -> Receiver<io::Result<String>> {
    let (sender, lines) = channel(1);
    tokio::task::spawn_blocking(move || {
        for line in io::stdin().lock().lines() {
            if sender.blocking_send(line).is_err() {
                return;
            }
        }
    });
    lines
}

fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f64())
}
