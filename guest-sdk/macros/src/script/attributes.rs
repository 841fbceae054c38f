//! The attributes that have a meaning inside a testscript. They are no macros: this crate takes them out
//! before the compiler sees them, so `#[test]` is not the compiler's own.

use proc_macro2::Span;
use quote::ToTokens;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Attribute, Meta, Token};

use super::model::{ContainerKind, SectionKind};
use crate::errors::Errors;

/// What an attribute makes of its function or `impl` block.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Parameters,
    Container(ContainerKind),
    Section(SectionKind),
}

const ROLES: [(&str, Role); 8] = [
    ("parameters", Role::Parameters),
    ("common_setup", Role::Container(ContainerKind::CommonSetup)),
    ("common_cleanup", Role::Container(ContainerKind::CommonCleanup)),
    ("testcase", Role::Container(ContainerKind::Testcase)),
    ("subsection", Role::Section(SectionKind::Subsection)),
    ("setup", Role::Section(SectionKind::Setup)),
    ("test", Role::Section(SectionKind::Test)),
    ("cleanup", Role::Section(SectionKind::Cleanup)),
];

/// A role and the attribute that gave it.
pub(crate) struct Mark {
    pub(crate) role: Role,
    pub(crate) attribute: Attribute,
}

impl Mark {
    /// Where its name is written.
    pub(crate) fn span(&self) -> Span {
        self.attribute.path().span()
    }

    /// Notes options where there are none.
    pub(crate) fn has_no_options(&self, errors: &mut Errors) {
        if !matches!(self.attribute.meta, Meta::Path(_)) {
            let name = self.attribute.path().to_token_stream();
            errors.at(&self.attribute.meta, format_args!("`#[{name}]` has no options"));
        }
    }
}

/// Takes the attributes of this kind out. What is nearly one is noted, and taken for it.
pub(crate) fn take(attributes: &mut Vec<Attribute>, errors: &mut Errors) -> Option<Mark> {
    let mut marks: Vec<Mark> = Vec::new();
    let mut rest = Vec::new();
    for attribute in attributes.drain(..) {
        match role(&attribute).or_else(|| nearly(&attribute, errors)) {
            Some(role) => marks.push(Mark { role, attribute }),
            None => rest.push(attribute),
        }
    }
    *attributes = rest;
    let mut marks = marks.into_iter();
    let first = marks.next()?;
    for mark in marks {
        let (a, b) = (mark.attribute.path().to_token_stream(), first.attribute.path().to_token_stream());
        errors.at_span(mark.span(), format_args!("`#[{a}]` and `#[{b}]` cannot be on the same item"));
    }
    Some(first)
}

fn role(attribute: &Attribute) -> Option<Role> {
    let name = attribute.path().get_ident()?.to_string();
    ROLES.iter().find(|(known, _)| *known == name).map(|(_, role)| *role)
}

/// Notes an attribute that was most likely meant to be one of these; what it was meant to be.
fn nearly(attribute: &Attribute, errors: &mut Errors) -> Option<Role> {
    let path = attribute.path();
    if path.is_ident("cfg_attr") {
        let (span, name) = hidden_role(attribute)?;
        let message = format!("`#[{name}]` cannot be inside `cfg_attr`: put `#[cfg(…)]` beside it");
        errors.at_span(span, message);
        return None;
    }
    if path.is_ident("ignore") || path.is_ident("should_panic") {
        let message = "this is for the compiler's own tests: a section that is to be left out begins with \
                       `skipped!(\"why\")`";
        errors.at(&attribute.meta, message);
        return None;
    }
    let names: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let (meant, role) = match names[..] {
        [name] => meant(name),
        // Only what is written as if it were a macro of this crate.
        ["easypy", name] => ROLES.into_iter().find(|(known, _)| *known == name),
        _ => None,
    }?;
    let name = names.join("::");
    errors.at(path, format_args!("there is no attribute `{name}`: did you mean `#[{meant}]`?"));
    Some(role)
}

/// The first role in a `cfg_attr`, behind its condition.
fn hidden_role(cfg_attr: &Attribute) -> Option<(Span, &'static str)> {
    let inner = cfg_attr.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated).ok()?;
    inner.iter().skip(1).find_map(|meta| {
        let ident = meta.path().get_ident()?;
        let (known, _) = ROLES.iter().find(|(known, _)| ident == known)?;
        Some((ident.span(), *known))
    })
}

/// The attribute that this is a slip of: `clean_up`, `testcse`, `TestCase`, `teardown`.
fn meant(name: &str) -> Option<(&'static str, Role)> {
    let plain = |name: &str| name.replace('_', "").to_lowercase();
    let name = match plain(name) {
        name if name == "teardown" => "cleanup".to_owned(),
        name => name,
    };
    ROLES.into_iter().find(|(known, _)| {
        let known = plain(known);
        // Another first letter is most likely another crate's attribute: `rest` is no `test`.
        known.as_bytes().first() == name.as_bytes().first()
            && strsim::damerau_levenshtein(&known, &name) <= known.len() / 4
    })
}

#[cfg(test)]
mod tests {
    use super::meant;

    #[test]
    fn slips_are_told_from_the_attributes_of_others() {
        for (slip, known) in [
            ("clean_up", "cleanup"),
            ("teardown", "cleanup"),
            ("tests", "test"),
            ("tets", "test"),
            ("set_up", "setup"),
            ("TestCase", "testcase"),
            ("test_case", "testcase"),
            ("sub_section", "subsection"),
            ("subsections", "subsection"),
            ("commonsetup", "common_setup"),
            ("common_clean_up", "common_cleanup"),
            ("parameter", "parameters"),
        ] {
            assert_eq!(meant(slip).map(|(known, _)| known), Some(known), "{slip}");
        }
        for other in
            ["inline", "must_use", "rest", "rstest", "tokio", "cold", "instrument", "case", "doc", ""]
        {
            assert!(meant(other).is_none(), "{other}");
        }
    }
}
