//! The tables that the harness runs.

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::{Attribute, Visibility};

use super::model::{Argument, Container, ContainerKind, Script, Section, SectionKind};
use crate::entry::Entry;

/// The script's table and the component's export, under these conditions. The table is as visible as given:
/// the SDK's own tests run it.
pub(crate) fn script(script: &Script, visibility: &Visibility, cfgs: &[Attribute]) -> TokenStream {
    let name = &script.name;
    let parameters = option(script.parameters.as_ref());
    let containers = script.containers.iter().map(container);
    let entry = Entry {
        world: quote!(testscript),
        interface: quote!(script),
        export: quote!(export_testscript),
        function: quote! {
            fn run(
                parameters: ::std::string::String,
                resume: ::core::option::Option<::easypy::__private::script::Resume>,
            ) -> ::core::result::Result<(), ::easypy::__private::script::Failure> {
                ::easypy::__private::run_script(&__EASYPY_SCRIPT, &parameters, resume)
            }
        },
        name: quote!(run),
        cfgs: cfgs.to_vec(),
    };
    let entry = entry.tokens();
    quote! {
        #(#cfgs)*
        #[doc(hidden)]
        #visibility static __EASYPY_SCRIPT: ::easypy::__private::Script = ::easypy::__private::Script {
            name: #name,
            module: ::core::module_path!(),
            parameters: #parameters,
            containers: &[#(#containers),*],
        };
        #entry
    }
}

fn container(container: &Container) -> TokenStream {
    let Container { id, state, must_pass, cfgs, .. } = container;
    let kind = match container.kind {
        ContainerKind::CommonSetup => quote!(CommonSetup),
        ContainerKind::Testcase => quote!(Testcase),
        ContainerKind::CommonCleanup => quote!(CommonCleanup),
    };
    let description = option(container.description.as_ref());
    let source = source(container.span);
    let parameters = option(container.parameters.as_ref());
    let sections = container.sections.iter().map(|leaf| section(leaf, container));
    quote! {
        #(#cfgs)*
        ::easypy::__private::Container {
            kind: ::easypy::__private::ContainerKind::#kind,
            id: #id,
            description: #description,
            source: #source,
            must_pass: #must_pass,
            parameters: #parameters,
            state: || ::std::boxed::Box::new(<#state as ::core::default::Default>::default()),
            shares: ::core::mem::size_of::<#state>() > 0,
            sections: &[#(#sections),*],
        }
    }
}

fn section(section: &Section, container: &Container) -> TokenStream {
    let kind = match section.kind {
        SectionKind::Subsection => quote!(Subsection),
        SectionKind::Setup => quote!(Setup),
        SectionKind::Test => quote!(Test),
        SectionKind::Cleanup => quote!(Cleanup),
    };
    let (id, cfgs) = (section.id(), &section.cfgs);
    let description = option(section.description.as_ref());
    let source = source(section.name.span());
    let body = call(section, container);
    quote! {
        #(#cfgs)*
        ::easypy::__private::Leaf {
            kind: ::easypy::__private::LeafKind::#kind,
            id: #id,
            description: #description,
            source: #source,
            run: |state, call| { #body },
        }
    }
}

/// Picks the arguments of a section's function out of `call`, and calls it.
fn call(section: &Section, container: &Container) -> TokenStream {
    let mut takes = TokenStream::new();
    let mut unwraps = TokenStream::new();
    let mut arguments = Vec::new();
    if section.takes_state {
        let state = &container.state;
        arguments.push(quote!(::easypy::__private::state::<#state>(state)?));
    }
    for (index, argument) in section.arguments.iter().enumerate() {
        arguments.push(match argument {
            Argument::Steps => quote!(call.steps),
            Argument::Section => quote!(&mut call.section),
            Argument::Parameter { name, ty } => {
                let local = format_ident!("argument_{index}", span = Span::mixed_site());
                takes.extend(quote!(let #local = call.arguments.take::<#ty>(#name);));
                unwraps.extend(quote!(let #local = ::easypy::__private::present(#local)?;));
                quote!(#local)
            }
        });
    }
    // All that are missing are told of at once.
    let finish = (!takes.is_empty()).then(|| quote!(call.arguments.finish()?;));
    let path = &section.path;
    // What a return type of another kind gets to read points at that type.
    let returned = format_ident!("returned", span = Span::mixed_site().located_at(section.returns));
    let result = quote_spanned!(returned.span()=> ::easypy::SectionReturn::into_result(#returned));
    quote! {
        let mut call = call;
        #takes
        #finish
        #unwraps
        let #returned = #path(#(#arguments),*);
        #result
    }
}

fn source(span: Span) -> TokenStream {
    let line = u32::try_from(span.start().line).unwrap_or(u32::MAX);
    quote!(::easypy::__private::Source { file: ::core::file!(), line: #line })
}

fn option<T: quote::ToTokens>(value: Option<&T>) -> TokenStream {
    match value {
        Some(value) => quote!(::core::option::Option::Some(#value)),
        None => quote!(::core::option::Option::None),
    }
}
