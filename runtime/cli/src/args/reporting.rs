//! What the reports say of the run. The options are those of pyATS (SPEC 6).

use std::collections::BTreeMap;

use clap::Args;

#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Reporting")]
pub(crate) struct ReportingOptions {
    /// Who asked for this run [default: the user]
    #[arg(long, value_name = "NAME")]
    pub(crate) submitter: Option<String>,
    /// The image under test
    #[arg(long, value_name = "TEXT")]
    image: Option<String>,
    /// The release under test
    #[arg(long, value_name = "TEXT")]
    release: Option<String>,
    /// The branch under test
    #[arg(long, value_name = "TEXT")]
    branch: Option<String>,
    /// The product under test
    #[arg(long, value_name = "TEXT")]
    product: Option<String>,
    /// The component under test
    #[arg(long, value_name = "TEXT")]
    component: Option<String>,
    /// The feature under test
    #[arg(long, value_name = "TEXT")]
    feature: Option<String>,
    /// Who owns this run
    #[arg(long, value_name = "TEXT")]
    owner: Option<String>,
    /// A label for this run
    #[arg(long, value_name = "TEXT")]
    label: Option<String>,
    /// Anything else that the reports should say
    #[arg(long, value_name = "TEXT")]
    meta: Option<String>,
    /// What asked for this run, e.g. the id of a build
    #[arg(long, value_name = "TEXT")]
    source_id: Option<String>,
}

impl ReportingOptions {
    /// The labels that were given, by the names of their options.
    pub(crate) fn labels(&self) -> BTreeMap<String, String> {
        [
            ("image", &self.image),
            ("release", &self.release),
            ("branch", &self.branch),
            ("product", &self.product),
            ("component", &self.component),
            ("feature", &self.feature),
            ("owner", &self.owner),
            ("label", &self.label),
            ("meta", &self.meta),
            ("source-id", &self.source_id),
        ]
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), value.clone()?)))
        .collect()
    }
}
