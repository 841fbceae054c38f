//! What a `cargo build` made, as cargo itself reports it: no path is guessed.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::command;

/// One target that was built, or was up to date.
#[derive(Debug, Deserialize)]
pub(crate) struct Artifact {
    /// The package's id, as `cargo metadata` has it.
    pub(crate) package_id: String,
    pub(crate) target: Target,
    pub(crate) filenames: Vec<PathBuf>,
    /// The program, where it is one.
    pub(crate) executable: Option<PathBuf>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Target {
    pub(crate) name: String,
    /// `lib`, `bin`, `example`, `custom-build` …
    pub(crate) kind: Vec<String>,
    pub(crate) src_path: PathBuf,
}

impl Artifact {
    /// The WebAssembly module among the files.
    pub(crate) fn module(&self) -> Option<&PathBuf> {
        self.filenames.iter().find(|file| file.extension().is_some_and(|extension| extension == "wasm"))
    }
}

/// Runs this `cargo build`, with its messages for people on the terminal.
///
/// # Errors
/// It fails; the error holds the line to repeat.
pub(crate) fn build(mut cargo: Command) -> Result<Vec<Artifact>> {
    let shown = command::show(&cargo);
    cargo.arg("--message-format=json-render-diagnostics");
    let messages = command::capture_unnamed(&mut cargo).with_context(|| format!("failed: {shown}"))?;
    read(&messages)
}

/// The artifacts among cargo's messages, one JSON object a line.
fn read(messages: &str) -> Result<Vec<Artifact>> {
    #[derive(Deserialize)]
    #[serde(tag = "reason", rename_all = "kebab-case")]
    enum Message {
        CompilerArtifact(Artifact),
        #[serde(other)]
        Other,
    }
    let mut artifacts = Vec::new();
    // A build script may write to cargo's stdout what is no message.
    for line in messages.lines().filter(|line| line.starts_with('{')) {
        let message = serde_json::from_str(line).context("cannot read a message of cargo's")?;
        if let Message::CompilerArtifact(artifact) = message {
            artifacts.push(artifact);
        }
    }
    Ok(artifacts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn artifacts_are_picked_out_of_all_messages() {
        let messages = concat!(
            r#"{"reason":"build-script-executed","package_id":"x"}"#,
            "\nnot a message\n",
            r#"{"reason":"compiler-artifact","package_id":"p#1","target":{"kind":["example"],"crate_types":["bin"],"#,
            r#""name":"plain","src_path":"/w/plain.rs"},"filenames":["/t/plain.wasm"],"executable":"/t/plain.wasm","#,
            r#""fresh":true}"#,
            "\n",
            r#"{"reason":"build-finished","success":true}"#,
        );
        let artifacts = read(messages).unwrap();
        assert_eq!(artifacts.len(), 1);
        assert_eq!(artifacts[0].package_id, "p#1");
        assert_eq!(artifacts[0].target.kind, ["example"]);
        assert_eq!(artifacts[0].executable.as_deref(), Some("/t/plain.wasm".as_ref()));
        assert!(read("{\"reason\":\"compiler-artifact\"}").is_err());
    }
}
