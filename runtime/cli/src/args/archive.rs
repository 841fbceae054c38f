//! `easypy-wasm archive`: looking at archives.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueHint};

/// What is asked of an archive.
#[derive(Debug, Subcommand)]
pub(crate) enum ArchiveCommand {
    /// Check that an archive is as it was written, and unpacks without harm. Exit code 1 if not
    ///
    /// Every entry is compared with SHA256SUMS, which is in the archive itself. The fingerprint that is shown is the hash of
    /// that: keep it elsewhere to know later that nobody has changed both.
    Verify(VerifyOptions),
}

/// The options of `easypy-wasm archive verify`.
#[derive(Debug, Args)]
pub(crate) struct VerifyOptions {
    /// The archive's file, e.g. ~/.easypy-wasm/archive/26-11/demo_2026Nov24_02_13_09_171869.zip
    #[arg(value_name = "ARCHIVE", value_hint = ValueHint::FilePath)]
    pub(crate) file: PathBuf,
    /// The fingerprint that it should have
    #[arg(long, value_name = "SHA256")]
    pub(crate) fingerprint: Option<String>,
}
