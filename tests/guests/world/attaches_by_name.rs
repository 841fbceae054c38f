//! Attaches one file by the name that its task says.

/// Attaches `content` as `name`.
#[easypy::testscript]
fn attaches_by_name(section: &mut easypy::Section, name: String, content: String) -> easypy::Result {
    section.attach(&name, "text/plain", content)?;
    Ok(())
}
