//! `#[easypy::job]`: the function stays, and the component exports `jobfile`.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{FnArg, Item, ItemFn, ReturnType, Type};

use crate::entry::Entry;
use crate::errors::Errors;
use crate::items::{cfgs, head};
use crate::signature::{check_plain, is_called};

const ARGUMENTS: &str = "a job's function takes `runtime: &Runtime`, or nothing";

pub(crate) fn expand(options: TokenStream, item: TokenStream) -> syn::Result<TokenStream> {
    let mut errors = Errors::default();
    if !options.is_empty() {
        errors.at(options, "`#[easypy::job]` has no options");
    }
    let function = match syn::parse2(item)? {
        Item::Fn(function) => function,
        other => {
            errors.at_span(head(&other), "`#[easypy::job]` goes on a function: `fn main(runtime: &Runtime)`");
            return errors.or(TokenStream::new());
        }
    };
    check_plain(&function.sig, "a job's function", &mut errors);
    let takes_runtime = takes_runtime(&function, &mut errors);
    errors.or(())?;

    let name = &function.sig.ident;
    let call = if takes_runtime { quote!(#name) } else { quote!(|_: &::easypy::Runtime| #name()) };
    // What a return type of another kind gets to read points at that type.
    let span = match &function.sig.output {
        ReturnType::Default => Span::mixed_site(),
        ReturnType::Type(_, ty) => Span::mixed_site().located_at(ty.span()),
    };
    let run = quote_spanned!(span=> ::easypy::__private::run_job(::core::module_path!(), #call));
    let entry = Entry {
        world: quote!(job),
        interface: quote!(jobfile),
        export: quote!(export_job),
        function: quote! {
            fn main() -> ::core::result::Result<(), ::easypy::__private::jobfile::Failure> {
                #run
            }
        },
        name: quote!(main),
        cfgs: cfgs(&function.attrs),
    };
    let entry = entry.tokens();
    Ok(quote!(#function #entry))
}

fn takes_runtime(function: &ItemFn, errors: &mut Errors) -> bool {
    let mut inputs = function.sig.inputs.iter();
    let Some(first) = inputs.next() else { return false };
    match first {
        FnArg::Receiver(receiver) => errors.at(receiver, ARGUMENTS),
        FnArg::Typed(argument) => match &*argument.ty {
            Type::Reference(to) if to.mutability.is_none() && is_called(&to.elem, "Runtime") => {}
            Type::Reference(to) if is_called(&to.elem, "Runtime") => {
                errors.at(&argument.ty, "a job's function takes the runtime as `&Runtime`");
            }
            ty if is_called(ty, "Runtime") => {
                errors.at(ty, "a job's function takes the runtime as `&Runtime`");
            }
            _ => errors.at(
                argument,
                format_args!("{ARGUMENTS}; a job's own arguments are in `runtime.arguments()`"),
            ),
        },
    }
    for extra in inputs {
        errors.at(extra, format_args!("{ARGUMENTS}; a job's own arguments are in `runtime.arguments()`"));
    }
    true
}
