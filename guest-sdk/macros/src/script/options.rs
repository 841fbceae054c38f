//! The options of `#[testcase(must_pass, id = "…")]`.

use syn::{Attribute, LitStr, Meta};

use crate::errors::Errors;

#[derive(Default)]
pub(crate) struct Options {
    pub(crate) must_pass: bool,
    pub(crate) id: Option<LitStr>,
}

/// Reads them. What is wrong is noted, and left out.
pub(crate) fn read(attribute: &Attribute, errors: &mut Errors) -> Options {
    let mut options = Options::default();
    if let Meta::Path(_) = attribute.meta {
        return options;
    }
    let read = attribute.parse_nested_meta(|option| {
        if option.path.is_ident("must_pass") && !options.must_pass {
            options.must_pass = true;
            return Ok(());
        }
        if option.path.is_ident("id") && options.id.is_none() {
            let id: LitStr = option.value()?.parse()?;
            if id.value().trim().is_empty() || id.value().contains(char::is_control) {
                return Err(syn::Error::new(id.span(), "an id is not empty and has no control characters"));
            }
            options.id = Some(id);
            return Ok(());
        }
        let twice = option.path.is_ident("must_pass") || option.path.is_ident("id");
        Err(option.error(if twice {
            "this option is given twice"
        } else {
            "there is no such option: a testcase has `must_pass` and `id = \"…\"`"
        }))
    });
    if let Err(error) = read {
        errors.add(error);
    }
    options
}
