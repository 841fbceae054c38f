//! What may be done with a device.

use easypy_policy::{Action, Decision};

use crate::support::{device, execute, is_allowed, missing, of_task, policy, separators, with_devices};

#[test]
fn devices_are_told_by_all_that_is_given() {
    for (entry, expected) in [
        ("name = 'R*'", "R1 R2"),
        ("name = ['R1', 'S1']", "R1 S1"),
        ("alias = 'uut'", "R1"),
        ("name = 'R*'\nalias = 'uut'", "R1"),
        ("name = 'S*'\nalias = 'uut'", ""),
        ("type = ['switch', 'linux']", "S1 H1"),
        ("custom = { site = 'fra' }", "R1"),
        ("custom.site = ['fra', 'muc']", "R1 R2"),
        ("custom = { site = '*', rack = 12 }", "R1"),
        ("custom.roles = 'rr'", "R2"),
        ("name = '*'\ncustom.site = 'x'", ""),
        ("name = 'r1'", ""),
        ("name = []", ""),
    ] {
        let grant = with_devices(entry);
        let seen: Vec<_> =
            ["R1", "R2", "S1", "H1"].into_iter().filter(|name| grant.sees(device(name))).collect();
        assert_eq!(seen.join(" "), expected, "{entry}");
    }
}

#[test]
fn the_first_entry_that_fits_a_device_decides() {
    let policy = policy(
        "
[[grant]]
tasks = '*'
[[grant.devices]]
name = 'R1'
allow = 'show *'
[[grant.devices]]
name = 'R*'
allow = ['reload', 'show *']
",
    );
    let grant = of_task(&policy, "t");
    assert!(!is_allowed(&grant, "R1", "reload"));
    assert!(is_allowed(&grant, "R2", "reload"));
}

#[test]
fn only_the_ways_in_that_are_named_are_open() {
    let grant = with_devices("name = 'R1'\nvia = ['ss*']");
    assert!(grant.decide(device("R1"), &Action::Connect { via: "ssh" }).is_allowed());
    let denied = grant.decide(device("R1"), &Action::Connect { via: "console" });
    assert_eq!(missing(denied), "`via` of the devices at policy.toml:3 lists no `console` on `R1`");
    let execute = Action::Execute { via: "console", command: "x", separators: &[] };
    assert!(!grant.decide(device("R1"), &execute).is_allowed());
    assert!(grant.decide(device("R1"), &Action::Lease).is_allowed());
}

#[test]
fn once_commands_are_listed_all_others_are_denied() {
    let grant = with_devices("name = '*'\nallow = ['show *', 'ping 10.0.0.1']\ndeny = ['show tech*']");
    for (command, allowed) in [
        ("show version", true),
        ("show run | include x", true),
        ("ping 10.0.0.1", true),
        ("ping 10.0.0.10", false),
        ("ping 10.0.0", false),
        ("sh version", false),
        ("show", false),
        ("show ", true),
        (" show version", false),
        ("Show version", false),
        ("ping 10.0.0.1 ", false),
        ("reload", false),
        ("", false),
        ("show tech", false),
        ("show TECH-support", false),
        ("show  tech", false),
        ("show version ; reload", false),
        ("show version;reload", false),
        ("show version && reload", false),
        ("show version\nreload", false),
        ("show version\r", false),
        ("show version\t", false),
        ("show \u{3}reload", false),
        ("show te?ch", false),
        ("show ?", false),
        // IOS takes seven bits of each byte: this is `show runC`, a newline, and `reload`.
        ("show run\u{ca}reload", false),
        ("show \u{2028}reload", false),
        ("show \u{202e}x", false),
    ] {
        assert_eq!(is_allowed(&grant, "R1", command), allowed, "{command:?}");
    }
    assert!(!is_allowed(&grant, "R1", &format!("show {}", "x".repeat(5000))));
}

#[test]
fn a_line_that_is_no_plain_text_passes_where_the_very_line_is_listed() {
    let grant = with_devices("name = '*'\nallow = ['description Zürich', 'show ?', 'a;b']");
    assert!(is_allowed(&grant, "R1", "description Zürich"));
    assert!(is_allowed(&grant, "R1", "show ?"));
    // A separator is one also then.
    assert!(!is_allowed(&grant, "R1", "a;b"));
    assert!(!is_allowed(&grant, "R1", "description Zurich"));
}

#[test]
fn without_a_list_any_text_is_a_command() {
    let grant = with_devices("name = '*'");
    for command in ["reload", "a\nb", "a;b", "é", ""] {
        assert!(is_allowed(&grant, "R1", command), "{command:?}");
    }
    let grant = with_devices("name = '*'\nallow = []");
    assert!(!is_allowed(&grant, "R1", "show version"));
    assert!(!is_allowed(&grant, "R1", ""));
    assert!(grant.decide(device("R1"), &Action::Connect { via: "ssh" }).is_allowed());
}

#[test]
fn what_is_denied_alone_is_looked_for_in_all_parts_of_a_line() {
    let grant = with_devices("name = '*'\ndeny = 'reload*'");
    for command in ["reload", " RELOAD in 5", "show version\nreload", "show version; reload", "x\r\nreload"] {
        assert!(!is_allowed(&grant, "R1", command), "{command:?}");
    }
    // What the warning is about.
    assert!(is_allowed(&grant, "R1", "relo"));
}

#[test]
fn configuring_must_be_granted_where_commands_are_listed_and_its_lines_are_listed_too() {
    let separators = separators();
    let configure = |entry: &str, line: &str| {
        let action = Action::Configure { via: "ssh", line, separators: &separators };
        with_devices(entry).decide(device("R1"), &action)
    };
    assert!(configure("name = '*'", "hostname x").is_allowed());
    assert!(!configure("name = '*'\nconfigure = false", "hostname x").is_allowed());
    let list = "name = '*'\nallow = ['show *', 'hostname *']";
    assert_eq!(
        missing(configure(list, "hostname x")),
        "`configure = true` is missing in the devices at policy.toml:3 on `R1`"
    );
    let list = format!("{list}\nconfigure = true");
    assert!(configure(&list, "hostname x").is_allowed());
    assert!(!configure(&list, "do reload").is_allowed());
    assert!(!configure(&list, "end").is_allowed());
}

#[test]
fn conversations_must_be_granted_where_commands_are_listed() {
    let decide =
        |entry: &str, action: Action<'_>| with_devices(entry).decide(device("R1"), &action).is_allowed();
    let send = Action::Send { via: "ssh", text: "x\n" };
    let expect = Action::Expect { via: "ssh" };
    for (entry, expected) in [
        ("name = '*'", true),
        ("name = '*'\nsend = false", false),
        ("name = '*'\nallow = '*'", false),
        ("name = '*'\nallow = 'show *'\nsend = true", true),
        ("name = '*'\ndeny = 'x'", true),
    ] {
        assert_eq!(decide(entry, expect), expected, "{entry}");
        assert_eq!(decide(entry, send), expected && !entry.contains("deny"), "{entry}");
    }
}

#[test]
fn replies_are_listed_where_commands_are() {
    let separators = separators();
    let reply = |entry: &str, text: &str| {
        let action = Action::Reply { via: "ssh", text, separators: &separators };
        with_devices(entry).decide(device("R1"), &action).is_allowed()
    };
    assert!(reply("name = '*'", "anything"));
    assert!(!reply("name = '*'\nallow = 'copy *'", "y"));
    let list = "name = '*'\nallow = 'copy *'\nreplies = ['y', '', 'flash:*']";
    for (text, expected) in [
        ("y", true),
        ("", true),
        ("flash:x", true),
        ("Y", false),
        ("copy a b", false),
        ("y\nreload", false),
        ("flash:x;reload", false),
    ] {
        assert_eq!(reply(list, text), expected, "{text:?}");
    }
}

#[test]
fn decisions_name_the_line_that_decides() {
    let grant = with_devices("name = 'R*'\nallow = [\n  'ping *',\n  'show *',\n]\ndeny = 'show tech*'");
    let by = |command: &str| match execute(&grant, "R1", command) {
        Decision::Allowed { by } => format!("+ {by}"),
        Decision::Denied { missing, by } => format!("- {by} | {missing}"),
    };
    assert_eq!(by("show version"), "+ policy.toml:7: allow \"show *\"");
    assert_eq!(
        by("show tech"),
        "- policy.toml:9: deny \"show tech*\" | `deny` at policy.toml:9 refuses `show tech` on `R1`: \
         \"show tech*\" fits"
    );
    assert_eq!(
        by("reload"),
        "- policy.toml:6: no `allow` that fits | no `allow` of the devices at policy.toml:3 fits `reload` on `R1`"
    );
    assert_eq!(
        by("ping x\nreload"),
        "- policy.toml:3: not one command | where commands are listed (the devices at policy.toml:3), \
         `ping x\\nreload` on `R1` is not one command: it has a line break or another control character"
    );
    assert_eq!(
        by("ping x;reload"),
        "- policy.toml:3: not one command | where commands are listed (the devices at policy.toml:3), \
         `ping x;reload` on `R1` is not one command: it has `;`, by which the device separates commands"
    );
}
