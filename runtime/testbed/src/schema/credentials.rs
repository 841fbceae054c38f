//! Logins, as they are written now and as they were written once.

use indexmap::IndexMap;

use super::fields::{Fields, not_a_name, text};
use super::value::secret;
use super::wrong_kind;
use crate::finding::{Findings, Mistake};
use crate::model::{Credential, CredentialName, Credentials};
use crate::yaml::{Kind, Node};

/// The credentials of the testbed or of a device: its `credentials`, else its `tacacs` and `passwords`.
pub(super) fn of_owner(fields: &mut Fields<'_>, findings: &mut Findings) -> Credentials {
    let old = old_form(fields, findings);
    match fields.take("credentials") {
        Some(node) => credentials(node, findings),
        None => old,
    }
}

/// A map of logins.
pub(super) fn credentials(node: &Node, findings: &mut Findings) -> Credentials {
    let Kind::Map(map) = &node.kind else {
        if !matches!(node.kind, Kind::Unknown) {
            wrong_kind(node, "`credentials`", "a map of logins", findings);
        }
        return Credentials::default();
    };
    let mut all = IndexMap::with_capacity(map.len());
    for (name, entry) in map {
        let key = match CredentialName::new(name) {
            Ok(key) => key,
            Err(error) => {
                not_a_name(entry.key.span, name, error, findings);
                continue;
            }
        };
        if let Some(login) = credential(&entry.value, name, findings) {
            all.insert(key, login);
        }
    }
    Credentials(all)
}

fn credential(node: &Node, name: &str, findings: &mut Findings) -> Option<Credential> {
    let mut fields = Fields::of(node, format!("the login `{}`", Mistake::quoted(name)), findings)?;
    fields.slips(&["username", "password"], findings);
    let username = fields.text("username", findings);
    let password = fields.take("password").and_then(|node| password(node, findings));
    let mut others = IndexMap::new();
    for (key, entry) in node.as_map()? {
        if !matches!(key.as_ref(), "username" | "password")
            && !matches!(entry.value.kind, Kind::List(_) | Kind::Map(_))
        {
            others.insert(key.to_string(), secret(&entry.value));
        }
    }
    Some(Credential { username, password, others })
}

fn password(node: &Node, findings: &mut Findings) -> Option<crate::Secret> {
    match &node.kind {
        Kind::List(_) | Kind::Map(_) | Kind::Null => {
            wrong_kind(node, "`password`", "a text", findings);
            return None;
        }
        Kind::Text(text) if text.as_str() == "ASK()" => {
            findings.error(old_markup(node, "ASK()", "write \"%ASK{}\""));
        }
        Kind::Text(text) if text.starts_with("ENC(") && text.ends_with(')') => {
            findings.error(old_markup(
                node,
                "ENC()",
                "there is no key to decrypt it with: use %ENV{NAME} or %ASK{}",
            ));
        }
        _ => {}
    }
    Some(secret(node))
}

fn old_markup(node: &Node, what: &str, help: &str) -> Mistake {
    Mistake::at(node.span, format!("`{what}` is an old form of markup, and is refused"))
        .label("it would be taken for the password itself")
        .help(help)
}

/// `tacacs: {username}` and `passwords: {tacacs, enable, line}`, which pyATS still reads.
fn old_form(fields: &mut Fields<'_>, findings: &mut Findings) -> Credentials {
    let tacacs = fields.take("tacacs").and_then(|node| Fields::of(node, "`tacacs`", findings));
    let passwords = fields.take("passwords").and_then(|node| Fields::of(node, "`passwords`", findings));
    let mut default = Credential::default();
    let mut all = IndexMap::new();
    if let Some(mut tacacs) = tacacs {
        tacacs.closed(&["username", "login_prompt", "password_prompt"], findings);
        default.username = tacacs.text("username", findings);
    }
    if let Some(mut passwords) = passwords {
        passwords.closed(&["tacacs", "enable", "line", "linux"], findings);
        default.password = passwords.take("tacacs").and_then(|node| password(node, findings));
        for name in ["enable", "line", "linux"] {
            let password = passwords.take(name).and_then(|node| password(node, findings));
            if let (Some(password), Ok(name)) = (password, CredentialName::new(name)) {
                all.insert(name, Credential { password: Some(password), ..Credential::default() });
            }
        }
    }
    if default != Credential::default()
        && let Ok(name) = CredentialName::new("default")
    {
        all.shift_insert(0, name, default);
    }
    Credentials(all)
}

/// Servers are kept as they are; their keys are checked as pyATS checks them.
pub(super) fn check_servers(node: &Node, findings: &mut Findings) {
    const KEYS: [&str; 20] = [
        "os",
        "server",
        "timeout",
        "type",
        "protocol",
        "dynamic",
        "scope",
        "selection",
        "attributes",
        "subnet",
        "address",
        "port",
        "path",
        "username",
        "password",
        "laas",
        "credentials",
        "custom",
        "interfaces",
        "management",
    ];
    let Some(map) = node.as_map() else {
        wrong_kind(node, "`servers`", "a map", findings);
        return;
    };
    for (name, entry) in map {
        let what = format!("the server `{}`", Mistake::quoted(name));
        let Some(mut fields) = Fields::of(&entry.value, what, findings) else { continue };
        let mut keys = KEYS.to_vec();
        keys.push("services");
        fields.closed(&keys, findings);
        for key in ["server", "path", "username", "type", "protocol"] {
            if let Some(node) = fields.peek(key) {
                text(node, &format!("`{key}`"), findings);
            }
        }
        if let Some(node) = fields.take("credentials") {
            credentials(node, findings);
        }
    }
}
