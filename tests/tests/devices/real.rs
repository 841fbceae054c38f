//! What nobody here wrote: OpenSSH's sshd as a linux device, Unicon's mock devices as routers and switches.

use easypy_peers::{Mock, PASSWORD, Sshd, USER};
use serde_json::json;

use crate::lab::{answer, connect, execute, on, said, talk, with_testbed};

#[test]
fn a_task_logs_in_to_an_sshd_by_password_and_by_key() {
    let server = Sshd::start();
    let known_hosts = server.known_hosts();
    let way = |credentials: String| {
        format!(
            "{{protocol: ssh, ip: 127.0.0.1, port: {}, settings: {{known_hosts: {}}}, credentials: {credentials}}}",
            server.port(),
            known_hosts.display()
        )
    };
    let yaml = format!(
        "devices:\n  S1:\n    os: linux\n    connections:\n      cli: {}\n      key: {}\n",
        way(format!("{{default: {{username: {USER}, password: {PASSWORD}}}}}")),
        way(format!("{{default: {{username: {USER}, private_key: {}}}}}", server.key().path().display())),
    );
    let plan = [talk(
        "t",
        &[
            connect("S1"),
            execute("S1", "echo $((6 * 7))"),
            on("connect", json!({"device": "S1", "via": "key", "as": "by key"})),
            on("execute", json!({"device": "S1", "via": "key", "commands": ["id -un"], "as": "who"})),
        ],
    )];
    let finished = with_testbed(&plan, &yaml).run().exits(0);
    assert_eq!(answer(&finished, "t", "echo $((6 * 7))"), "42");
    assert_eq!(said(&finished, "t", "who")["ok"], json!([USER]), "{}", said(&finished, "t", "by key"));
}

#[test]
fn a_host_key_that_is_not_known_is_refused() {
    let server = Sshd::start();
    let empty = tempfile::NamedTempFile::new().unwrap();
    let yaml = format!(
        "devices:\n  S1:\n    os: linux\n    credentials: {{default: {{username: {USER}, password: {PASSWORD}}}}}\n    \
         connections: {{cli: {{protocol: ssh, ip: 127.0.0.1, port: {}, settings: {{known_hosts: {}}}}}}}\n",
        server.port(),
        empty.path().display()
    );
    let finished = with_testbed(&[talk("t", &[connect("S1")])], &yaml).run().exits(0);
    let said = said(&finished, "t", "connect S1");
    assert_eq!(said["kind"], "HostKey", "{said}");
    assert!(said["message"].as_str().unwrap().contains("SHA256:"), "{said}");
}

#[test]
fn a_router_and_a_switch_over_command_telnet_and_ssh() {
    let (router, switch) = (Mock::own("R1"), Mock::own_nxos("N1"));
    let (telnet, ssh) = (router.telnet(), switch.ssh());
    let yaml = format!(
        "{}devices:
  R1:
    os: iosxe
    alias: uut
    connections:
      cli: {{command: {}}}
      vty: {{protocol: telnet, ip: 127.0.0.1, port: {}}}
  N1:
    os: nxos
    connections:
      cli: {{protocol: ssh, ip: 127.0.0.1, port: {}, settings: {{host_keys: ignore}}}}
",
        crate::lab::CREDENTIALS,
        router.command(),
        telnet.port(),
        ssh.port(),
    );
    let plan = [talk(
        "t",
        &[
            connect("uut"),
            execute("uut", "show version"),
            on(
                "configure",
                json!({"device": "uut", "lines": ["interface GigabitEthernet1", "description uplink"], "as": "configure"}),
            ),
            on(
                "configure",
                json!({"device": "uut", "lines": ["interface GigabitEthernet1", "bad config"], "as": "bad"}),
            ),
            on("mode", json!({"device": "uut", "as": "mode"})),
            on("connect", json!({"device": "R1", "via": "vty", "as": "vty"})),
            on("execute", json!({"device": "R1", "via": "vty", "commands": ["show clock"], "as": "clock"})),
            connect("N1"),
            execute("N1", "show version"),
            execute("N1", "bad command"),
        ],
    )];
    let finished = with_testbed(&plan, &yaml).run().exits(0);
    assert_eq!(
        said(&finished, "t", "connect uut")["ok"]["mode"],
        "enable",
        "{}",
        said(&finished, "t", "connect uut")
    );
    assert!(answer(&finished, "t", "show version").contains("Cisco"), "{}", finished.said());
    assert_eq!(said(&finished, "t", "configure")["ok"]["mode"], "enable");
    let bad = said(&finished, "t", "bad");
    assert_eq!(bad["error"], "Command");
    assert!(bad["message"].as_str().unwrap().contains("bad config"), "{bad}");
    assert_eq!(said(&finished, "t", "mode")["ok"], "enable");
    assert!(said(&finished, "t", "clock")["ok"].is_array(), "{}", said(&finished, "t", "vty"));
    assert_eq!(
        said(&finished, "t", "bad command")["error"],
        "Command",
        "{}",
        said(&finished, "t", "connect N1")
    );
}
