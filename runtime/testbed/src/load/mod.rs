//! From a path to a testbed: reads the files, makes them one tree, resolves markup, checks it all.

mod files;
mod merge;

use std::path::Path;

use crate::finding::{Diagnostics, Findings, Severity, Warning};
use crate::limits::Budget;
use crate::markup::{Asker, Asking, resolve};
use crate::mask;
use crate::model::{MaskedFile, Testbed};
use crate::schema;
use files::Files;

/// Reads a testbed file and all that it extends and includes (SPEC 9.1).
///
/// The [`Asker`] asks the user only once everything else is in order, and nothing is connected to.
///
/// # Errors
/// All mistakes at once, in the order of the files, with the warnings among them.
pub fn load(path: &Path, asker: &dyn Asker) -> Result<(Testbed, Vec<Warning>), Diagnostics> {
    let mut budget = Budget::new();
    let mut findings = Findings::default();
    let mut files = Files::new(asker, &mut budget, &mut findings);
    let root = files.testbed(path);
    let sources = files.into_sources();
    let Some(mut root) = root else { return Err(findings.finish(&sources)) };
    schema::set_default_name(&mut root, path);
    mask::mark(&mut root);

    let mut read = |asking, mut findings: Findings| {
        let resolved = resolve(&root, asker, asking, &mut budget, &mut findings);
        (schema::testbed(&resolved.root, &mut findings), findings, resolved.asks)
    };
    let (mut testbed, mut told, asks) = read(Asking::Later, findings.clone());
    if asks && !told.has_mistakes() {
        (testbed, told, _) = read(Asking::Now, findings);
    }
    let fine = !told.has_mistakes();
    let found = told.finish(&sources);
    match testbed {
        Some(mut testbed) if fine => {
            let copy = |source| MaskedFile::new(source, mask::masked(source));
            testbed.files = sources.iter().map(copy).collect();
            let warnings = found.findings.into_iter().filter(|finding| finding.severity == Severity::Warning);
            Ok((testbed, warnings.collect()))
        }
        _ => Err(found),
    }
}
