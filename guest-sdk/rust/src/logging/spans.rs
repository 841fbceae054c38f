//! Events of the `tracing` crate: `span{field=1}: message field=2`.

use std::cell::RefCell;
use std::collections::HashMap;
use std::fmt::{self, Write};
use std::sync::atomic::{AtomicU64, Ordering};

use tracing_core::field::{Field, Visit};
use tracing_core::span::{Attributes, Current, Id, Record};
use tracing_core::{Dispatch, Event, Metadata, Subscriber, dispatcher};

use super::{Level, effective_level, logger_of, write};

pub(super) fn install() {
    // A guest that has set a subscriber of its own keeps it.
    let _ = dispatcher::set_global_default(Dispatch::new(Events { last: AtomicU64::new(0) }));
}

struct Events {
    /// the number of the newest span
    last: AtomicU64,
}

struct Span {
    metadata: &'static Metadata<'static>,
    fields: String,
    handles: usize,
}

thread_local! {
    // Guests have one thread.
    static SPANS: RefCell<HashMap<u64, Span>> = RefCell::default();
    static ENTERED: RefCell<Vec<u64>> = const { RefCell::new(Vec::new()) };
}

fn level_of(level: tracing_core::Level) -> Level {
    match level {
        tracing_core::Level::ERROR => Level::Error,
        tracing_core::Level::WARN => Level::Warning,
        tracing_core::Level::INFO => Level::Info,
        _ => Level::Debug,
    }
}

impl Subscriber for Events {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        level_of(*metadata.level()) >= effective_level(&logger_of(metadata.target()))
    }

    fn new_span(&self, attributes: &Attributes<'_>) -> Id {
        let id = self.last.fetch_add(1, Ordering::Relaxed) + 1;
        let mut fields = Fields::default();
        attributes.record(&mut fields);
        let span = Span { metadata: attributes.metadata(), fields: fields.text, handles: 1 };
        SPANS.with_borrow_mut(|spans| spans.insert(id, span));
        Id::from_u64(id)
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        let mut fields = Fields::default();
        values.record(&mut fields);
        SPANS.with_borrow_mut(|spans| {
            if let Some(span) = spans.get_mut(&span.into_u64()) {
                join(&mut span.fields, &fields.text);
            }
        });
    }

    fn record_follows_from(&self, _span: &Id, _follows: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let metadata = event.metadata();
        let mut fields = Fields::default();
        event.record(&mut fields);
        let mut message = entered();
        message.push_str(&fields.message);
        join(&mut message, &fields.text);
        write(&logger_of(metadata.target()), level_of(*metadata.level()), &message);
    }

    fn enter(&self, span: &Id) {
        ENTERED.with_borrow_mut(|entered| entered.push(span.into_u64()));
    }

    fn exit(&self, span: &Id) {
        ENTERED.with_borrow_mut(|entered| {
            if let Some(at) = entered.iter().rposition(|id| *id == span.into_u64()) {
                entered.remove(at);
            }
        });
    }

    fn clone_span(&self, id: &Id) -> Id {
        SPANS.with_borrow_mut(|spans| {
            if let Some(span) = spans.get_mut(&id.into_u64()) {
                span.handles += 1;
            }
        });
        id.clone()
    }

    fn try_close(&self, id: Id) -> bool {
        SPANS.with_borrow_mut(|spans| {
            let Some(span) = spans.get_mut(&id.into_u64()) else { return false };
            span.handles -= 1;
            let closed = span.handles == 0;
            if closed {
                spans.remove(&id.into_u64());
            }
            closed
        })
    }

    fn current_span(&self) -> Current {
        let id = ENTERED.with_borrow(|entered| entered.last().copied());
        id.and_then(|id| {
            SPANS.with_borrow(|spans| Some(Current::new(Id::from_u64(id), spans.get(&id)?.metadata)))
        })
        .unwrap_or_else(Current::none)
    }
}

/// The spans around an event, outermost first, each `name{fields}: `.
fn entered() -> String {
    let mut text = String::new();
    let open = ENTERED.with_borrow(Clone::clone);
    SPANS.with_borrow(|spans| {
        for span in open.iter().filter_map(|id| spans.get(id)) {
            text.push_str(span.metadata.name());
            if !span.fields.is_empty() {
                // Writing to a String does not fail.
                let _ = write!(text, "{{{}}}", span.fields);
            }
            text.push_str(": ");
        }
    });
    text
}

/// `name=value` pairs, and the message apart.
#[derive(Default)]
struct Fields {
    message: String,
    text: String,
}

impl Visit for Fields {
    fn record_str(&mut self, field: &Field, value: &str) {
        if field.name() == "message" {
            self.message.push_str(value);
        } else {
            self.record_debug(field, &value);
        }
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        // Writing to a String does not fail.
        if field.name() == "message" {
            let _ = write!(self.message, "{value:?}");
        } else {
            join(&mut self.text, &format!("{}={value:?}", field.name()));
        }
    }
}

fn join(text: &mut String, more: &str) {
    if !text.is_empty() && !text.ends_with(": ") && !more.is_empty() {
        text.push(' ');
    }
    text.push_str(more);
}
