//! The platforms that come with the program, and what is said of files that are wrong.

use std::path::Path;

use easypy_testbed::model::Device;

use super::*;

fn known() -> Platforms {
    Platforms::load(None).unwrap_or_else(|mistakes| panic!("{mistakes}"))
}

#[test]
fn every_platform_that_comes_with_the_program_can_be_made() {
    let known = known();
    let names: Vec<&str> = known.iter().map(|platform| platform.name()).collect();
    assert_eq!(names, ["eos", "generic", "ios", "iosxe", "iosxr", "junos", "linux", "nxos"]);
}

/// The mode of a line that is a prompt of any device of the platform.
fn mode(platform: &Platform, line: &str) -> Option<String> {
    let found = platform.any_prompts().recognise(line)?;
    Some(platform.mode_name(found.mode).to_owned())
}

#[test]
fn prompts_of_each_platform_are_known() {
    let known = known();
    for (name, line, expected) in [
        ("iosxe", "R1>", Some("exec")),
        ("iosxe", "R1#", Some("enable")),
        ("iosxe", "R1-stby#", Some("enable")),
        ("iosxe", "R1(config)#", Some("config")),
        ("iosxe", "R1(config-if)#", Some("config")),
        ("iosxe", "R1(ca-trustpoint)#", Some("config")),
        ("iosxe", "R1(tcl)#", Some("tclsh")),
        ("iosxe", "rommon 1 >", Some("rommon")),
        ("iosxe", "[guestshell@guestshell ~]$ ", Some("guestshell")),
        ("iosxe", "R1", None),
        ("iosxe", "<tag>", None),
        ("nxos", "N1# ", Some("enable")),
        ("nxos", "N1(config)# ", Some("config")),
        ("nxos", "N1(config-if-range)# ", Some("config")),
        ("nxos", "bash-4.2$ ", Some("bash")),
        ("nxos", "switch(boot)#", Some("boot")),
        ("iosxr", "RP/0/RP0/CPU0:xr-1#", Some("exec")),
        ("iosxr", "RP/0/RSP0/CPU0:xr-1(config-if)#", Some("config")),
        ("iosxr", "sysadmin-vm:0_RP0#", Some("admin")),
        ("iosxr", "[xr-vm_node0_RP0_CPU0:~]$", Some("shell")),
        ("eos", "leaf1>", Some("exec")),
        ("eos", "leaf1#", Some("enable")),
        ("eos", "leaf1(config-if-Et1)#", Some("config")),
        ("eos", "[admin@leaf1 ~]$ ", Some("bash")),
        ("junos", "admin@mx-1>", Some("exec")),
        ("junos", "{master:0}admin@qfx>", Some("exec")),
        ("junos", "admin@mx-1# ", Some("config")),
        ("junos", "root@mx-1:~ # ", Some("shell")),
        ("linux", "host.example$ ", Some("shell")),
        ("linux", "user@host:~$ ", None),
        ("generic", "user@host:~$ ", Some("exec")),
        ("generic", "box>", Some("exec")),
        ("generic", "####", None),
    ] {
        let platform = known.get(name).unwrap_or_else(|| panic!("no {name}"));
        assert_eq!(mode(platform, line).as_deref(), expected, "{name}: {line:?}");
    }
}

#[test]
fn every_platform_finds_home_from_its_configuration_mode_and_back() {
    for platform in known().iter() {
        let home = platform.home_id();
        if let Some(configure) = &platform.configure {
            assert!(platform.step(Some(home), configure.mode).is_some(), "{platform:?}");
            assert!(platform.step(Some(configure.mode), home).is_some(), "{platform:?}");
        }
        assert!(!platform.login.passwords.is_empty() && !platform.login.usernames.is_empty(), "{platform:?}");
    }
}

#[test]
fn the_way_between_modes_is_the_shortest() {
    let known = known();
    let iosxe = known.get("iosxe").unwrap();
    let id = |name: &str| iosxe.mode_id(name).unwrap();
    let send = |from: &str, to: &str| iosxe.step(Some(id(from)), id(to)).map(|step| step.send.clone());
    assert_eq!(send("exec", "config").as_deref(), Some("enable"));
    assert_eq!(send("enable", "config").as_deref(), Some("config term"));
    assert_eq!(send("config", "exec").as_deref(), Some("end"));
    assert_eq!(send("rommon", "enable"), None);
    assert_eq!(iosxe.step(None, id("enable")).map(|step| step.send.clone()), None);
}

fn in_directory(files: &[(&str, &str)]) -> Result<Platforms, String> {
    let dir = tempfile::tempdir().unwrap();
    for (name, text) in files {
        std::fs::write(dir.path().join(name), text).unwrap();
    }
    Platforms::load(Some(dir.path()))
        .map_err(|mistakes| mistakes.to_string().replace(&format!("{}/", dir.path().display()), ""))
}

const MINE: &str =
    "os = ['mine']\nlike = 'ios'\n[modes.exec]\nprompt = '<{hostname}>'\n[modes.diag]\nprompt = 'diag'\n";

#[test]
fn a_file_of_a_directory_is_a_platform_and_takes_what_it_does_not_say_from_another() {
    let known =
        in_directory(&[("mine.toml", MINE), ("ios.toml", "os = ['ios']\n[modes.a]\nprompt = 'a>'\n")])
            .unwrap();
    let mine = known.get("mine").unwrap();
    assert_eq!(mine.modes().collect::<Vec<_>>(), ["exec", "diag", "a"]);
    assert_eq!(mode(mine, "<R1>").as_deref(), Some("exec"));
    // The program's own of the same name is not there any more, but for those of the program that are like it.
    assert_eq!(known.get("ios").unwrap().modes().collect::<Vec<_>>(), ["a"]);
    assert_eq!(mode(known.get("iosxe").unwrap(), "R1>").as_deref(), Some("exec"));
    let own = in_directory(&[("ios.toml", "os = ['ios']\nlike = 'ios'\nhome = 'exec'\n")]).unwrap();
    assert_eq!(own.get("ios").unwrap().home(), "exec");
}

#[test]
fn what_a_file_does_not_say_is_that_of_the_one_it_is_like() {
    let known = in_directory(&[("mine.toml", MINE)]).unwrap();
    let mine = known.get("mine").unwrap();
    assert_eq!(mode(mine, "<R1>").as_deref(), Some("exec"));
    assert_eq!(mode(mine, "R1>"), None);
    assert_eq!(mode(mine, "R1(config)#").as_deref(), Some("config"));
    assert_eq!(mine.home(), "enable");
    assert!(mine.is_configurable());
    let id = |name: &str| mine.mode_id(name).unwrap();
    assert_eq!(mine.step(Some(id("exec")), id("enable")).unwrap().send, "enable");
}

#[test]
fn mistakes_are_shown_at_their_places_all_of_them() {
    let text = "os = ['a']\nhome = 'exc'\nline_end = 'x'\n[modes.exec]\nprompt = '('\n[modes.b]\nprompt = '.*'\n\
                [[paths]]\nfrom = 'exec'\nto = 'confg'\nsend = 'x'\n[configure]\nmode = 'b'\nrenames = 'x'\n";
    let shown =
        in_directory(&[("a.toml", text), ("b.toml", "os = ['b']\npromt = 1\n"), ("c.toml", "like = 'ioss'")]);
    let shown = shown.unwrap_err();
    for expected in [
        "there is no mode `exc`",
        "did you mean `exec`?",
        "a.toml:2:8",
        "no line end",
        "a.toml:5:10",
        "unclosed group",
        "the prompt fits an empty line",
        "there is no mode `confg`",
        "`renames` has no group",
        "unknown field `promt`",
        "b.toml:2:1",
        "there is no platform `ioss`",
        "did you mean `ios`?",
        "8 mistakes",
    ] {
        assert!(shown.contains(expected), "{expected}\n{shown}");
    }
}

#[test]
fn a_platform_that_is_like_itself_is_refused() {
    let shown =
        in_directory(&[("a.toml", "os=['a']\nlike = 'b'"), ("b.toml", "os=['b']\nlike = 'a'")]).unwrap_err();
    assert!(shown.contains("`b` is like itself") || shown.contains("`a` is like itself"), "{shown}");
    assert!(Platforms::load(Some(Path::new("/nonexistent/platforms"))).is_err());
    assert!(in_directory(&[]).unwrap_err().contains("there is no platform in this directory"));
}

#[test]
fn a_device_has_the_platform_that_fits_best() {
    let special = "os = ['iosxe']\nplatform = ['cat9*']\nlike = 'iosxe'\n";
    let known = in_directory(&[("special.toml", special)]).unwrap();
    let text = "devices:\n  A: {os: IOSXE, connections: {}}\n  B: {os: iosxe, platform: cat9k, connections: {}}\n  \
                C: {connections: {}}\n  D: {os: iosex, connections: {}}\n";
    let testbed = testbed(text);
    let device = |name: &str| -> &Device { testbed.device(name).unwrap() };
    assert_eq!(known.of(device("A")).unwrap().name(), "iosxe");
    assert_eq!(known.of(device("B")).unwrap().name(), "special");
    assert_eq!(known.of(device("C")).unwrap().name(), "generic");
    let unknown = known.of(device("D")).unwrap_err().to_string();
    assert!(unknown.contains("`D`") && unknown.contains("Did you mean `iosxe`?"), "{unknown}");
    assert!(unknown.contains("--platform-dir"), "{unknown}");
}

fn testbed(text: &str) -> easypy_testbed::Testbed {
    use easypy_testbed::{Answer, Argument, AskError, Asker, Question};
    struct Nobody;
    impl Asker for Nobody {
        fn environment(&self, _: &str) -> Option<String> {
            None
        }
        fn argument(&self, _: &str) -> Option<Argument> {
            None
        }
        fn ask(&self, _: &Question<'_>) -> Result<Answer, AskError> {
            Err(AskError(String::new()))
        }
    }
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("t.yaml");
    std::fs::write(&path, text).unwrap();
    easypy_testbed::load(&path, &Nobody).unwrap_or_else(|mistakes| panic!("{mistakes}")).0
}
