//! What holds for all policies, all narrowings and all actions.

use std::fmt::Write as _;

use easypy_contract::TaskId;
use easypy_policy::{Action, Policy, Subject};
use easypy_testbed::model::Device;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::support::{device, lab, policy, separators};

fn patterns() -> impl Strategy<Value = Vec<String>> {
    let pattern = prop::sample::select(vec![
        "*",
        "show *",
        "show version",
        "sh*",
        "*version",
        "reload",
        "ping *",
        "* *",
        "show ?",
        "ä",
        "a*b",
    ]);
    prop::collection::vec(pattern.prop_map(str::to_owned), 0..4)
}

fn entry() -> impl Strategy<Value = Value> {
    let which = prop::sample::select(vec![
        json!({"name": "*"}),
        json!({"name": "R*"}),
        json!({"name": ["R1", "S1"]}),
        json!({"alias": "uut"}),
        json!({"type": "router", "custom": {"site": "fra"}}),
        json!({"type": ["linux", "switch"]}),
    ]);
    let via = prop::option::of(prop::sample::select(vec![json!(["ssh"]), json!(["c*"]), json!([])]));
    let flags = (any::<Option<bool>>(), any::<Option<bool>>());
    let lists = [patterns(), patterns(), patterns()].map(prop::option::of);
    (which, via, flags, lists).prop_map(|(mut entry, via, (configure, send), [allow, deny, replies])| {
        let values = [
            ("via", via),
            ("configure", configure.map(Value::from)),
            ("send", send.map(Value::from)),
            ("allow", allow.map(Value::from)),
            ("deny", deny.map(Value::from)),
            ("replies", replies.map(Value::from)),
        ];
        for (key, value) in values {
            if let Some(value) = value {
                entry[key] = value;
            }
        }
        entry
    })
}

/// A grant as JSON.
fn grant() -> impl Strategy<Value = Value> {
    let names = prop::collection::vec(prop::sample::select(vec!["*", "A*", "AB", "B"]), 0..3);
    let paths =
        || prop::collection::vec(prop::sample::select(vec!["/a", "/a/b", "/a/b/c", "/d", "/ab"]), 0..3);
    let addresses = prop::collection::vec(
        prop::sample::select(vec!["10.0.0.0/8:443", "10.1.0.0/16:*", "0.0.0.0/0:80", "[::/0]:22"]),
        0..3,
    );
    let sizes = (prop::option::of(2u64 << 20..1 << 40), prop::option::of(64u64 << 10..1 << 40));
    (prop::collection::vec(entry(), 0..4), names, paths(), paths(), addresses, sizes).prop_map(
        |(devices, names, read, write, addresses, (memory, log))| {
            let mut limits = json!({});
            for (key, size) in [("memory", memory), ("log", log)] {
                if let Some(size) = size {
                    limits[key] = json!(size);
                }
            }
            json!({
                "devices": devices, "environment": names, "addresses": addresses,
                "directories": {"read": read, "write": write}, "limits": limits,
            })
        },
    )
}

/// The same as a value of TOML.
fn inline(value: &Value) -> String {
    match value {
        Value::Object(entries) => {
            let entries: Vec<_> =
                entries.iter().map(|(key, value)| format!("{key} = {}", inline(value))).collect();
            format!("{{ {} }}", entries.join(", "))
        }
        Value::Array(items) => format!("[{}]", items.iter().map(inline).collect::<Vec<_>>().join(", ")),
        scalar => scalar.to_string(),
    }
}

fn as_policy(job: &Value, grants: &[(&str, &Value)]) -> Policy {
    let mut text = String::from("[job]\n");
    let mut table = |head: String, grant: &Value| {
        text.push_str(&head);
        for (key, value) in grant.as_object().unwrap() {
            writeln!(text, "{key} = {}", inline(value)).unwrap();
        }
    };
    table(String::new(), job);
    for (tasks, grant) in grants {
        table(format!("[[grant]]\ntasks = \"{tasks}\"\n"), grant);
    }
    policy(&text)
}

fn line() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            "show version",
            "show",
            "show ",
            "sh ver",
            "reload",
            "ping 1",
            "show ?",
            "ä",
            "axb",
            "",
            "show version;reload",
            "show\nreload",
            "show version\u{ca}",
            "axb && show version",
        ])
        .prop_map(str::to_owned),
        "[a-z ?;&|\n\r\t\u{7f}ä\u{2028}]{0,12}",
        any::<String>(),
    ]
}

/// Line ends, control characters, separators, and what a terminal makes them of.
fn hidden() -> impl Strategy<Value = String> {
    let control = any::<char>().prop_filter("plain", |c| c.is_control() || !c.is_ascii());
    let known = prop::sample::select(vec!['\n', '\r', '\t', '\u{7f}', '\u{85}', '\u{2028}', 'Ê', '?', ';']);
    prop_oneof![control.prop_map(String::from), known.prop_map(String::from), Just("{}".to_owned())]
}

fn devices() -> impl Strategy<Value = &'static Device> {
    prop::sample::select(vec![device("R1"), device("R2"), device("S1"), device("H1")])
}

const KINDS: usize = 7;

fn action<'a>(kind: usize, via: &'a str, text: &'a str, separators: &'a [String]) -> Action<'a> {
    match kind {
        0 => Action::Connect { via },
        1 => Action::Execute { via, command: text, separators },
        2 => Action::Configure { via, line: text, separators },
        3 => Action::Send { via, text },
        4 => Action::Expect { via },
        5 => Action::Reply { via, text, separators },
        _ => Action::Lease,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn narrowing_never_widens(
        wide in grant(), narrow in grant(), text in line(), via in "ssh|console", name in "[AB]{1,2}",
        port in prop::sample::select(vec![22u16, 80, 443]), address in any::<[u8; 2]>(),
    ) {
        let policy = as_policy(&wide, &[]);
        let before = policy.grant(Subject::Job);
        let after = before.narrowed(&narrow.to_string()).unwrap();
        let alone = as_policy(&narrow, &[]).grant(Subject::Job);
        let separators = separators();
        for device in lab().devices() {
            prop_assert_eq!(after.sees(device), before.sees(device) && alone.sees(device));
            for kind in 0..KINDS {
                let action = action(kind, &via, &text, &separators);
                let [after, before, alone] =
                    [&after, &before, &alone].map(|grant| grant.decide(device, &action).is_allowed());
                prop_assert_eq!(after, before && alone, "{:?}", action);
            }
        }
        prop_assert_eq!(after.environment(&name), before.environment(&name) && alone.environment(&name));
        let address = std::net::SocketAddr::from(([10, address[0] % 3, 0, address[1]], port));
        let [a, b, c] = [&after, &before, &alone].map(|grant| grant.addresses().permits(address));
        prop_assert_eq!(a, b && c);
        let (after, before, alone) = (after, before, alone);
        for path in ["/a", "/a/b", "/a/b/c", "/a/x", "/d/y", "/ab", "/", "/e"] {
            let holds = |list: &[std::path::PathBuf]| list.iter().any(|held| std::path::Path::new(path).starts_with(held));
            let [a, b, c] = [&after, &before, &alone].map(|grant| {
                let directories = grant.directories();
                (holds(&directories.read) || holds(&directories.write), holds(&directories.write))
            });
            prop_assert_eq!(a, (b.0 && c.0, b.1 && c.1), "{}", path);
        }
        let lower = |a: Option<u64>, b: Option<u64>| a.into_iter().chain(b).min();
        let [a, b, c] = [&after, &before, &alone].map(|grant| grant.limits());
        prop_assert_eq!((a.memory, a.log), (lower(b.memory, c.memory), lower(b.log, c.log)));
    }

    #[test]
    fn the_first_grant_that_fits_decides(
        grants in prop::collection::vec((prop::sample::select(vec!["*", "a*", "ab", "b*", "*b"]), grant()), 0..5),
        taskid in "[ab]{1,3}", device in devices(), text in line(), kind in 0..KINDS,
    ) {
        let nothing = json!({});
        let listed: Vec<_> = grants.iter().map(|(tasks, grant)| (*tasks, grant)).collect();
        let policy = as_policy(&nothing, &listed);
        let task = TaskId::new(&taskid).unwrap();
        let grant = policy.grant(Subject::Task(&task));
        let separators = separators();
        let action = action(kind, "ssh", &text, &separators);
        let first = grants.iter().find(|(tasks, _)| easypy_contract::wildcard::fits(tasks, &taskid));
        let expected = as_policy(first.map_or(&nothing, |(_, grant)| grant), &[]).grant(Subject::Job);
        prop_assert_eq!(
            grant.decide(device, &action).is_allowed(),
            expected.decide(device, &action).is_allowed()
        );
        let explained = policy.explain(Subject::Task(&task), device, &action);
        prop_assert_eq!(&explained.decision, &grant.decide(device, &action));
        prop_assert!(!explained.to_string().contains(|c: char| c.is_control() && c != '\n'));
    }

    #[test]
    fn a_list_of_commands_admits_one_line_only(
        mut listed in entry(), allow in patterns(), device in devices(), text in line(), kind in 0..KINDS,
        separators in prop::collection::vec("[;&|]{1,2}", 0..3),
    ) {
        listed["allow"] = allow.into();
        listed["send"] = false.into();
        let grant = as_policy(&json!({"devices": [listed]}), &[]).grant(Subject::Job);
        let action = action(kind, "ssh", &text, &separators);
        let is_typed = matches!(kind, 1 | 2 | 3 | 5);
        if is_typed && grant.decide(device, &action).is_allowed() {
            prop_assert!(!text.contains(char::is_control));
            let ends = ['\u{2028}', '\u{2029}'];
            prop_assert!(!text.contains(ends));
            prop_assert!(!separators.iter().any(|separator| text.contains(separator.as_str())));
        }
    }

    #[test]
    fn nothing_that_could_be_another_command_hides_in_an_allowed_one(
        before in "[ -:=@-z]{0,10}", after in "[ -:=@-z]{0,10}", hidden in hidden(), pattern in "[*]|show [*]|[*]version|s[*]n",
        kind in prop::sample::select(vec![1usize, 2, 5]),
    ) {
        let entry = json!({"name": "*", "allow": &pattern, "replies": &pattern, "configure": true});
        let grant = as_policy(&json!({"devices": [entry]}), &[]).grant(Subject::Job);
        let separators = [";".to_owned(), "{}".to_owned()];
        let is_allowed =
            |text: &str| grant.decide(device("R1"), &action(kind, "ssh", text, &separators)).is_allowed();
        // The line is one that the pattern allows, but for what is hidden in it.
        let line = |hidden: &str| pattern.replace('*', &format!("{before}{hidden}{after}"));
        prop_assert!(is_allowed(&line("")), "{:?}", line(""));
        prop_assert!(!is_allowed(&line(&hidden)), "{:?}", line(&hidden));
    }

    #[test]
    fn no_text_makes_the_readers_panic(text in any::<String>(), grants in "[\\[\\]{}=,.\"'a\\n *]{0,60}") {
        for text in [&text, &grants] {
            let _ = Policy::parse("p".as_ref(), text);
            let _ = easypy_policy::Grant::unlimited().narrowed(text);
        }
    }
}
