//! What a testbed says, for a terminal, for a guest, and for a grant.

use easypy_testbed::select::Selector;
use easypy_testbed::{show, view};

use crate::support::{testbed, without_directory};

const LAB: &str = "\
testbed:
  name: campus
  alias: c1
  credentials: {default: {username: admin, password: x}}
devices:
  R1:
    alias: uut
    type: router
    os: iosxe
    platform: cat9k
    connections:
      defaults: {via: ssh}
      cli: {command: mock_device_cli --os iosxe}
      ssh: {protocol: ssh, ip: '2001:db8::1', port: 22, credentials: {default: {username: other, password: y}}}
      console: {protocol: telnet, host: ts-1.example, port: 2004}
    custom: {site: fra, slots: [1, 2], rack: {row: 7, units: [{name: a}]}}
  R2: {type: router, os: nxos, role: spine, connections: {}, custom: {site: ham}}
  S1: {type: server, os: linux, connections: {netconf: {protocol: netconf, ip: 10.0.0.9}}}
topology:
  links: {l1: {alias: uplink}}
  R1:
    interfaces:
      Gi1: {alias: up, type: ethernet, ipv4: 10.0.0.1/24, ipv6: [2001:db8::1/64], link: l1, speed: 1000}
      Gi2: {type: ethernet, link: lonely}
      Lo0: {type: loopback}
  R2: {interfaces: {E1/1: {type: ethernet, link: l1}, E1/2: {type: ethernet, segment: lan}}}
  S1: {interfaces: {eth0: {type: ethernet, segment: lan}}}
";

#[test]
fn a_testbed_is_shown_as_a_tree() {
    insta::assert_snapshot!(show::tree(&testbed(LAB)));
}

#[test]
fn a_guest_sees_the_devices_it_is_granted_and_their_ends_of_links() {
    let testbed = testbed(LAB);
    let view = view::Json::new(&testbed, |device| device.kind.as_deref() == Some("router"));
    let view = serde_json::to_string_pretty(&view).unwrap();
    insta::assert_snapshot!(without_directory(&testbed, &view));
}

#[test]
fn devices_and_interfaces_are_found_by_name_and_by_alias() {
    let testbed = testbed(LAB);
    assert_eq!(testbed.device("uut"), testbed.device("R1"));
    assert!(testbed.device("r1").is_none());
    let uut = testbed.device("uut").unwrap();
    assert_eq!(uut.interface("up").unwrap().name.as_str(), "Gi1");
    assert_eq!(uut.interface("Lo0").unwrap().kind, "loopback");
    assert!(uut.interface("Gi9").is_none());
}

#[test]
fn devices_are_selected_by_name_alias_type_and_custom_field() {
    let testbed = testbed(LAB);
    let pattern = |text: &str| text.parse().unwrap();
    let custom = |path: &str, value: &str| Selector::Custom {
        path: path.split('.').map(str::to_owned).collect(),
        value: pattern(value),
    };
    for (selector, expected) in [
        (Selector::Name(pattern("R*")), vec!["R1", "R2"]),
        (Selector::Name(pattern("uut")), vec![]),
        (Selector::Alias(pattern("uut")), vec!["R1"]),
        (Selector::Alias(pattern("*")), vec!["R1"]),
        (Selector::Type(pattern("server")), vec!["S1"]),
        (custom("site", "*"), vec!["R1", "R2"]),
        (custom("site", "ham"), vec!["R2"]),
        (custom("slots", "2"), vec!["R1"]),
        (custom("rack.row", "7"), vec!["R1"]),
        (custom("rack.units.0.name", "a"), vec!["R1"]),
        (custom("rack", "*"), vec![]),
    ] {
        let selectors = [selector];
        let found: Vec<_> = testbed.select(&selectors).map(|device| device.name.as_str()).collect();
        assert_eq!(found, expected, "{selectors:?}");
    }
    assert_eq!(testbed.select(&[]).count(), 0);
}

#[test]
fn yaml_of_the_field_is_read_as_it_is_meant() {
    let testbed = testbed(
        "\
testbed:
  custom:
    base: &base {os: ios, custom: {a: yes, b: 010, c: '5', d: 1.5}}
    text: |
      two
      lines
devices:
  R1: {<<: {os: ios, custom: {x: 1}}, os: nxos, connections: {}}
  1: {os: ios, connections: {}, custom: {on: 1, null: 2}}
",
    );
    assert_eq!(
        testbed.custom["base"].to_string(),
        r#"{"os":"ios","custom":{"a":true,"b":"010","c":"5","d":1.5}}"#
    );
    assert_eq!(testbed.custom["text"].to_string(), "two\nlines\n");
    let merged = testbed.device("R1").unwrap();
    assert_eq!((merged.os.as_deref(), merged.custom["x"].to_string()), (Some("nxos"), "1".to_owned()));
    let keys: Vec<_> = testbed.device("1").unwrap().custom.keys().cloned().collect();
    assert_eq!(keys, ["on", "null"]);
}
