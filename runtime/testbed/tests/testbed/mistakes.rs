//! How mistakes look: every kind of them once.

use crate::support::{Files, World, said};

fn all(texts: &[&str]) -> String {
    texts.iter().map(|text| said(text)).collect::<Vec<_>>().join("\n----\n\n")
}

#[test]
fn yaml_that_is_none() {
    insta::assert_snapshot!(all(&[
        "devices:\n  R1: {os: ios\n",
        "devices:\n\tR1: {}\n",
        "testbed:\n  custom:\n    a: %ENV{A}\n",
        "devices: {R1: {os: ios, connections: {}}, R1: {os: nxos, connections: {}}}\n",
        "a: &x {b: *x}\n",
        "a: *x\n",
        "devices: {}\n---\ndevices: {}\n",
        "devices: !foo {}\n",
        "testbed: {custom: {? [1] : 2, <<: 5}}\n",
        "",
        "[1]",
    ]));
}

#[test]
fn keys_that_are_unknown_or_missing() {
    insta::assert_snapshot!(said(
        "\
tesbed: {}
testbed: {nam: x, foo: 1}
devices:
  R1:
    conections: {}
    colour: red
  R2:
    os: ios
    connections:
      defaults: {vai: cli, via: clo}
      cli: {protcol: ssh, ip: 10.0.0.1}
      nowhere: {}
topology:
  R1: {interfaces: {}, links: {}}
  R2:
    interfaces:
      e1: {tpye: ethernet}
      e2: {link: l1}
  R3: {interfaces: {}}
  r1: {}
"
    ));
}

#[test]
fn values_of_the_wrong_kind() {
    insta::assert_snapshot!(said(
        "\
testbed: {name: [], custom: 1, credentials: {default: x, enable: {password: [1]}}, servers: {ftp: 1}}
devices:
  R1: {os: 5, version: 17.9, alias: [a, b], platform: , connections: }
  R2:
  R3: {os: ios, clean: 1, custom: , connections: {a: , b: {command: 5}, c: {command: ' '}, d: {ip: 5, fallback_credentials: x}}}
topology: {R3: {interfaces: {e1: }}}
"
    ));
}

#[test]
fn addresses_ports_and_names_that_are_none() {
    insta::assert_snapshot!(said(
        "\
devices:
  R1:
    os: ios
    connections: {a: {ip: 10.0.0.300, port: 70000}, b: {host: 'a b', port: abc}, c: {ip: ::1, port: 0}, d: {ip: r1, port: '22'}}
  \"R\\e[2J\": {os: ios, connections: {}}
topology:
  R1:
    interfaces:
      e1: {type: ethernet, ipv4: 10.0.0.1/99}
      e2: {type: ethernet, ipv6: ['2001::1/64', 10.0.0.1]}
"
    ));
}

#[test]
fn names_that_are_taken() {
    insta::assert_snapshot!(said(
        "\
devices:
  R1: {os: ios, alias: uut, connections: {}}
  R2: {os: ios, alias: uut, connections: {}}
  R3: {os: ios, alias: R1, connections: {}}
topology:
  links: {l1: {}}
  segments: {l1: {}, s1: {interfaces: {}}}
  R1: {interfaces: {e1: {type: e, alias: e2}, e2: {type: e, alias: x}, e3: {type: e, alias: x, link: l1, segment: s1}}}
  uut: {interfaces: {e1: {type: e, segment: l1}}}
"
    ));
}

#[test]
fn markup_that_cannot_be_meant() {
    insta::assert_snapshot!(said(
        "\
testbed:
  custom:
    a: '%{testbed.custom.bb}'
    b: '%{self}'
    c: x%{testbed.custom}
    d: '%CALLABLE{os.getcwd()}'
    e: '%ENC{abc}'
    f: '%INTF{logical}'
    g: '%env{A}'
    h: '%ENV{A'
    i: '%ENV{A, b}'
    j: '%ENV{NOT_SET}'
    k: '%{testbed.custom.a.b}'
    l: ['%{self.os}', '%{testbed.custom.l.7}']
    '%{testbed.custom.l}': 1
devices: {}
"
    ));
}

#[test]
fn nobody_who_could_be_asked() {
    insta::assert_snapshot!(said("testbed: {credentials: {default: {password: '%ASK{}'}}}\ndevices: {}\n"));
}

#[test]
fn an_answer_of_the_wrong_kind() {
    let files = Files::new(&[(
        "lab.yaml",
        "devices: {R1: {os: ios, connections: {a: {ip: r1, port: '%ASK{Port}'}}}}\n",
    )]);
    let world = World { answers: [("devices.R1.connections.a.port", "many")].into(), ..World::default() };
    insta::assert_snapshot!(files.said("lab.yaml", &world));
}

#[test]
fn warnings_stop_nothing() {
    insta::assert_snapshot!(said(
        "\
devices:
  R1: {connections: {a: {}, b: {ip: r1, prot: 22}}, credentials: {default: {usrname: x}}}
topology: {R1: {interfaces: {e1: {type: e, alias: a, lnk: l1}, e2: {type: e, alias: a}}}}
"
    ));
}

#[test]
fn colour_only_if_it_is_wanted_and_nothing_of_a_file_acts_on_a_terminal() {
    let files = Files::new(&[("lab.yaml", "\"fo\\e[31mo\": '\u{202e}\u{9b}2J'\n")]);
    let mistakes = files.load("lab.yaml", &World::default()).unwrap_err();
    let plain = mistakes.render(false);
    assert!(!plain.contains(|c: char| c.is_control() && c != '\n'), "{plain:?}");
    assert!(!plain.contains('\u{202e}'), "{plain:?}");
    let coloured = mistakes.render(true);
    assert!(coloured.contains("\u{1b}["), "{coloured:?}");
    assert!(!coloured.contains("\u{1b}[2J") && !coloured.contains("\u{9b}"), "{coloured:?}");
}
