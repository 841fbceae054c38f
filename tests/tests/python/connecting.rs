//! Python testscripts connect: to several devices at once, to real peers, and to what cannot be connected to.

use std::io;
use std::net::{Ipv4Addr, Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Barrier};
use std::thread;

use easypy_peers::{FaultyServer, Greeting, Mock, PASSWORD, Sshd, USER, refusing};
use serde_json::json;

use crate::devices::{has, lab, routers};

/// A port before a server: a connection is let through once there is one at each of the gates.
fn gate(server: &FaultyServer, all: &Arc<Barrier>) -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    let (server, all) = (server.address(), Arc::clone(all));
    thread::spawn(move || {
        for client in listener.incoming() {
            all.wait();
            let (client, inner) = (client.unwrap(), TcpStream::connect(server).unwrap());
            pump(client.try_clone().unwrap(), inner.try_clone().unwrap());
            pump(inner, client);
        }
    });
    port
}

/// Carries what comes from one side to the other.
fn pump(mut from: TcpStream, mut to: TcpStream) {
    thread::spawn(move || {
        let _ = io::copy(&mut from, &mut to);
        let _ = to.shutdown(Shutdown::Write);
    });
}

#[test]
fn several_devices_are_connected_to_at_once() {
    let servers: Vec<FaultyServer> = (0..3).map(|_| FaultyServer::start()).collect();
    let all = Arc::new(Barrier::new(servers.len()));
    let ports: Vec<u16> = servers.iter().map(|server| gate(server, &all)).collect();
    // Who waited for one before it tries the next would wait for ever.
    let finished = lab(&routers(ports), &["connects"]).run().exits(0);
    let testbed = finished.data("connects.py.Connects.testbed");
    assert_eq!(testbed["made"], json!(["", "", ""]));
    assert_eq!(testbed["connected"], json!({"R1": true, "R2": true, "R3": true}));
    assert_eq!(finished.data("connects.py.Connects.calls")["made"], json!(["", "", ""]));
    for server in &servers {
        assert_eq!(server.accepted(), 2);
        let lines = server.lines();
        assert_eq!(lines.iter().filter(|line| *line == "echo by the script").count(), 1, "{lines:?}");
    }
}

#[test]
fn of_several_devices_all_are_tried_and_those_that_cannot_be_connected_to_are_told() {
    let (good, nobody) = (FaultyServer::start(), refusing());
    let closes = FaultyServer::builder().greeting(Greeting::HangsUp).start();
    let three = routers([nobody.address().port(), good.port(), closes.port()]);
    let finished = lab(&three, &["connects"]).run().exits(0);
    let testbed = finished.data("connects.py.Connects.testbed");
    assert_eq!(testbed["connected"], json!({"R1": false, "R2": true, "R3": false}));
    let lines = ["failed to connect to R1, R3\n", "R1: ConnectionError: ", "\nR3: ConnectionError: "];
    has(&testbed["made"]["text"], &lines);
    let calls = finished.data("connects.py.Connects.calls");
    assert_eq!(calls["made"]["error"], "ChildProcessException", "of `pcall`");
}

#[test]
fn a_wrong_password_is_exhausted_credentials() {
    let server = FaultyServer::builder().greeting(Greeting::RefusesAll).start();
    let finished = lab(&routers([server.port()]), &["connects"]).run().exits(0);
    let made = finished.data("connects.py.Connects.testbed")["made"].clone();
    assert_eq!(made["error"], "CredentialsExhaustedError", "{made}");
    assert!(!made["text"].as_str().unwrap().contains("cisco123"), "{made}");
}

#[test]
fn a_router_by_telnet_and_a_server_by_ssh() {
    let (router, server) = (Mock::own("R1").telnet(), Sshd::start());
    let yaml = format!(
        "\
devices:
  R1:
    os: iosxe
    credentials:
      default: {{username: admin, password: cisco123}}
      enable: {{password: en123}}
    connections:
      cli: {{protocol: telnet, ip: 127.0.0.1, port: 1}}
      vty: {{protocol: telnet, ip: 127.0.0.1, port: {}}}
  S1:
    os: linux
    credentials:
      default: {{username: {USER}, password: {PASSWORD}}}
    connections:
      cli: {{protocol: ssh, ip: 127.0.0.1, port: {}, settings: {{known_hosts: {}}}}}
",
        router.port(),
        server.port(),
        server.known_hosts().display()
    );
    let finished = lab(&yaml, &["logs_in"]).run().exits(0);
    assert_eq!(finished.data("logs_in.py.Router.connect"), json!({"mode": "enable", "via": "vty"}));
    let router = finished.data("logs_in.py.Router.commands");
    has(&router["version"], &["Cisco IOS XE Software, Version 17.09.04a\r\n"]);
    assert_eq!(router["described"], json!([false, true]));
    for wrong in ["bad config", "bad command"] {
        assert_eq!(router[wrong]["error"], "SubCommandFailure", "{router}");
    }
    assert_eq!(router["mode"], "enable");
    let server = finished.data("logs_in.py.Server.commands");
    assert_eq!(server, json!({"said": [USER, "42"], "hostname": "uut"}));
}
