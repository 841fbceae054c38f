//! What a layer says of an action on a device.

use easypy_testbed::model::Device;

use super::command::{self, Denied, NotOne};
use super::{Action, Trace};
use crate::read::quoted;
use crate::rules::{DeviceRule, Flag, Layer, Rule, shown};

/// What decided: the text of [`crate::Decision::Allowed`], or what a denial has.
pub(crate) type Verdict = Result<String, Denial>;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Denial {
    pub(crate) missing: String,
    pub(crate) by: String,
}

/// Decides by one layer.
pub(crate) fn judge(layer: &Layer, device: &Device, action: &Action<'_>, trace: &mut Trace) -> Verdict {
    let Some(rule) = entry(layer, device, trace) else {
        let name = quoted(device.name.as_str());
        return Err(match &layer.absent {
            Some(why) => Denial { missing: why.clone(), by: format!("{}: no grant", layer.origin) },
            None => Denial {
                missing: format!("no `devices` of {} fit `{name}`", layer.title),
                by: format!("{}: no `devices` that fit", layer.origin),
            },
        });
    };
    Judge { rule, device, trace }.action(action)
}

/// The first entry that fits a device.
fn entry<'l>(layer: &'l Layer, device: &Device, trace: &mut Trace) -> Option<&'l DeviceRule> {
    for rule in &layer.devices {
        if rule.fits(device) {
            trace.note(&rule.origin, || format!("these `devices` fit: {}", rule.shown()));
            return Some(rule);
        }
        trace.note(&rule.origin, || match rule.conditions.iter().find(|condition| !condition.fits(device)) {
            Some(condition) => format!("not these `devices`: {}", condition.shown()),
            None => String::new(),
        });
    }
    if layer.absent.is_none() {
        trace.note(&layer.origin, || format!("no `devices` of {} fit", layer.title));
    }
    None
}

/// Whether a layer lets a device be configured by a way in, whatever is typed there.
pub(crate) fn may_configure(layer: &Layer, device: &Device, via: &str) -> bool {
    layer.devices.iter().find(|rule| rule.fits(device)).is_some_and(|rule| {
        let by_via = rule.via.as_ref().is_none_or(|ways| ways.iter().any(|way| way.fits(via)));
        by_via && rule.configure.on
    })
}

struct Judge<'a> {
    rule: &'a DeviceRule,
    device: &'a Device,
    trace: &'a mut Trace,
}

impl Judge<'_> {
    fn action(&mut self, action: &Action<'_>) -> Verdict {
        if let Some(via) = action.via() {
            self.via(via)?;
        }
        match action {
            Action::Connect { .. } | Action::Lease => Ok(self.entry()),
            Action::Execute { .. } => self.command(action),
            Action::Configure { .. } => {
                self.flag("configure", &self.rule.configure)?;
                self.command(action)
            }
            Action::Expect { .. } => self.flag("send", &self.rule.send),
            Action::Send { .. } => {
                let by = self.flag("send", &self.rule.send)?;
                self.not_denied(action)?;
                Ok(by)
            }
            Action::Reply { .. } => {
                self.not_denied(action)?;
                match &self.rule.allow {
                    None => Ok(self.entry()),
                    Some(_) => self.listed("replies", &self.rule.replies, action),
                }
            }
        }
    }

    fn via(&mut self, via: &str) -> Result<(), Denial> {
        let Some(ways) = &self.rule.via else { return Ok(()) };
        if let Some(way) = ways.iter().find(|way| way.fits(via)) {
            self.trace.note(&way.origin, || format!("via \"{}\" fits", way.pattern));
            return Ok(());
        }
        let place = &self.rule.origin;
        let by = ways.first().map_or(place, |way| &way.origin);
        self.trace.note(by, || format!("via {} does not fit \"{}\"", shown(ways), quoted(via)));
        Err(denial(
            format!("`via` of the devices at {place} lists no `{}`{}", quoted(via), self.on()),
            format!("{by}: via {}", shown(ways)),
        ))
    }

    fn flag(&mut self, key: &str, flag: &Flag) -> Verdict {
        let entry = &self.rule.origin;
        let (place, said) = match (&flag.origin, flag.on) {
            (Some(place), on) => (place, format!("{key} = {on}")),
            (None, true) => (entry, format!("neither `allow` nor `{key}`: it may be done")),
            (None, false) => (entry, format!("`allow` without `{key} = true`")),
        };
        self.trace.note(place, || said.clone());
        if flag.on {
            return Ok(if flag.origin.is_some() { format!("{place}: {said}") } else { self.entry() });
        }
        Err(denial(
            format!("`{key} = true` is missing in the devices at {entry}{}", self.on()),
            format!("{place}: {said}"),
        ))
    }

    fn command(&mut self, action: &Action<'_>) -> Verdict {
        self.not_denied(action)?;
        match &self.rule.allow {
            Some(rules) => self.listed("allow", rules, action),
            None => {
                self.trace.note(&self.rule.origin, || "no `allow`: any command".to_owned());
                Ok(self.entry())
            }
        }
    }

    fn not_denied(&mut self, action: &Action<'_>) -> Result<(), Denial> {
        let (text, separators) = action.typed().unwrap_or_default();
        if self.rule.deny.is_empty() {
            return Ok(());
        }
        // A longer line is not compared: the time for it is bounded.
        if command::check(text, &[]) == Err(NotOne::TooLong) {
            return Err(self.not_one(text, &NotOne::TooLong));
        }
        let line = Denied::new(text, separators);
        for rule in &self.rule.deny {
            let fits = line.fits(rule);
            let verb = if fits { "fits" } else { "does not fit" };
            self.trace.note(&rule.origin, || format!("deny \"{}\" {verb}", rule.pattern));
            if fits {
                return Err(denial(
                    format!(
                        "`deny` at {} refuses `{}`{}: \"{}\" fits",
                        rule.origin,
                        quoted(text),
                        self.on(),
                        rule.pattern
                    ),
                    format!("{}: deny \"{}\"", rule.origin, rule.pattern),
                ));
            }
        }
        Ok(())
    }

    /// Whether one of the patterns under a key fits what is typed.
    fn listed(&mut self, key: &str, rules: &[Rule], action: &Action<'_>) -> Verdict {
        let (text, separators) = action.typed().unwrap_or_default();
        if let Err(why) = command::check(text, separators) {
            return Err(self.not_one(text, &why));
        }
        for rule in rules {
            let fits = command::allows(rule, text);
            let verb = if fits { "fits" } else { "does not fit" };
            self.trace.note(&rule.origin, || format!("{key} \"{}\" {verb}", rule.pattern));
            if fits {
                return Ok(format!("{}: {key} \"{}\"", rule.origin, rule.pattern));
            }
        }
        let place = &self.rule.origin;
        let by = rules.first().map_or(place, |rule| &rule.origin);
        let hint = if command::is_plain(text) {
            ""
        } else {
            "; a line with `?` or anything but ASCII must be listed as it is, without `*`"
        };
        Err(denial(
            format!("no `{key}` of the devices at {place} fits `{}`{}{hint}", quoted(text), self.on()),
            format!("{by}: no `{key}` that fits"),
        ))
    }

    fn not_one(&mut self, text: &str, why: &NotOne) -> Denial {
        let place = &self.rule.origin;
        let because = match why {
            NotOne::Control => "it has a line break or another control character".to_owned(),
            NotOne::Separator(separator) => {
                format!("it has `{}`, by which the device separates commands", quoted(separator))
            }
            NotOne::TooLong => format!("it is longer than {} bytes", crate::bounds::LINE),
        };
        self.trace.note(place, || format!("this is not one command: {because}"));
        denial(
            format!(
                "where commands are listed (the devices at {place}), `{}`{} is not one command: {because}",
                quoted(text),
                self.on()
            ),
            format!("{place}: not one command"),
        )
    }

    /// What decides where nothing in the entry does.
    fn entry(&self) -> String {
        format!("{}: {}", self.rule.origin, self.rule.shown())
    }

    fn on(&self) -> String {
        format!(" on `{}`", quoted(self.device.name.as_str()))
    }
}

fn denial(missing: String, by: String) -> Denial {
    Denial { missing, by }
}
