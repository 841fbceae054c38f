//! `#[easypy::testscript]`: on a module with sections, or on one function.

mod attributes;
mod container;

mod model;
mod module;
mod options;
mod section;
mod tables;

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Item, ItemFn, Visibility};

use crate::errors::Errors;
use crate::items::{cfgs, documentation, head};
use model::{Container, ContainerKind, Script, SectionKind};

pub(crate) fn expand(options: TokenStream, item: TokenStream) -> syn::Result<TokenStream> {
    let mut errors = Errors::default();
    if !options.is_empty() {
        errors.at(options, "`#[easypy::testscript]` has no options");
    }
    match syn::parse2(item)? {
        Item::Fn(function) => of_function(function, errors),
        Item::Mod(module) => module::expand(module, errors),
        other => {
            errors.at_span(head(&other), "`#[easypy::testscript]` goes on a module or on a function");
            errors.or(TokenStream::new())
        }
    }
}

/// A function is a testscript with one testcase, which holds one test; both are called as the function is.
fn of_function(function: ItemFn, mut errors: Errors) -> syn::Result<TokenStream> {
    let name = &function.sig.ident;
    let path = quote!(#name);
    let section = section::read(&function.sig, &function.attrs, SectionKind::Test, path, &mut errors);
    let cfgs = cfgs(&function.attrs);
    let script = Script {
        name: section.id(),
        parameters: None,
        containers: vec![Container {
            kind: ContainerKind::Testcase,
            id: section.id(),
            span: name.span(),
            id_span: name.span(),
            state: syn::parse_quote!(()),
            description: documentation(&function.attrs),
            must_pass: false,
            parameters: None,
            sections: vec![section],
            cfgs: Vec::new(),
        }],
    };
    errors.or(())?;
    let table = tables::script(&script, &Visibility::Inherited, &cfgs);
    Ok(quote!(#function #table))
}
