//! Unicon's mock devices, asked by nothing more than a socket, a pipe and OpenSSH's client.

#![expect(clippy::unwrap_used, reason = "a test fails by it")]

use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::{Command, Stdio};
use std::time::Duration;

use easypy_peers::{Mock, MockDevice, openssh};

/// A conversation: waits for a text, then says the line behind it.
fn converse(stream: &mut (impl Read + Write), dialog: &[(&str, &str)]) -> String {
    let mut heard = Vec::new();
    for (awaited, line) in dialog {
        heard = hear(stream, awaited);
        stream.write_all(format!("{line}\r\n").as_bytes()).unwrap();
    }
    String::from_utf8_lossy(&heard).into_owned()
}

fn hear(stream: &mut impl Read, awaited: &str) -> Vec<u8> {
    let mut heard = Vec::new();
    while !heard.ends_with(awaited.as_bytes()) {
        let mut bytes = [0; 1024];
        let count = stream.read(&mut bytes).unwrap_or_default();
        assert!(count > 0, "no {awaited:?} behind {:?}", String::from_utf8_lossy(&heard));
        heard.extend(&bytes[..count]);
    }
    heard
}

fn connect(device: &MockDevice) -> TcpStream {
    let stream = TcpStream::connect(device.address()).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    // It says nothing until it is spoken to.
    (&stream).write_all(b"\r\n").unwrap();
    stream
}

#[test]
fn a_router_over_telnet_asks_for_a_login_and_answers() {
    let device = Mock::own("R1").telnet();
    let mut stream = connect(&device);
    let login =
        [("Username: ", "admin"), ("Password: ", "cisco123"), ("R1>", "enable"), ("Password: ", "en123")];
    converse(&mut stream, &login);
    converse(&mut stream, &[("R1#", "configure terminal"), ("R1(config)#", "end"), ("R1#", "show version")]);
    let version = String::from_utf8(hear(&mut stream, "R1#")).unwrap();
    assert!(version.contains("Version 17.09.04a"), "{version}");
    stream.write_all(b"clear counters\r\n").unwrap();
    converse(&mut stream, &[("[confirm]", ""), ("R1#", "configure terminal")]);
    converse(&mut stream, &[("R1(config)#", "interface GigabitEthernet1"), ("R1(config-if)#", "exit")]);
    converse(&mut stream, &[("R1(config)#", "bad config")]);
    let answer = String::from_utf8(hear(&mut stream, "R1(config)#")).unwrap();
    assert!(answer.contains("% Invalid input"), "{answer}");
}

#[test]
fn unicon_s_own_data_is_there_for_both_systems() {
    let (iosxe, nxos) = (Mock::new("iosxe", "general_enable", "X1"), Mock::new("nxos", "exec", "N1"));
    let devices = MockDevice::all_telnet(&[iosxe, nxos]);
    let cases = [
        (&devices[0], "X1#", "show version", "IOS-XE Software"),
        (&devices[1], "N1# ", "show redundancy status", "Active with HA standby"),
    ];
    for (device, prompt, command, known) in cases {
        let mut stream = connect(device);
        converse(&mut stream, &[(prompt, command)]);
        let answer = String::from_utf8_lossy(&hear(&mut stream, prompt)).into_owned();
        assert!(answer.contains(known), "{answer}");
    }
}

#[test]
fn a_switch_over_telnet_asks_for_a_login_and_answers() {
    let device = Mock::own_nxos("N1").telnet();
    let mut stream = connect(&device);
    converse(
        &mut stream,
        &[("N1 login: ", "admin"), ("Password: ", "cisco123"), ("N1# ", "configure terminal")],
    );
    converse(&mut stream, &[("N1(config)# ", "interface Ethernet1/1"), ("N1(config-if)# ", "end")]);
    converse(&mut stream, &[("N1# ", "show version")]);
    let version = String::from_utf8(hear(&mut stream, "N1# ")).unwrap();
    assert!(version.contains("version 10.3(4a)"), "{version}");
}

#[test]
fn many_devices_are_one_process_and_each_has_its_name() {
    let mocks: Vec<Mock> = (0..10).map(|number| Mock::new("nxos", "exec", &format!("N{number}"))).collect();
    let devices = MockDevice::all_telnet(&mocks);
    for device in &devices {
        let mut stream = connect(device);
        hear(&mut stream, &format!("{}# ", device.hostname()));
    }
}

#[test]
fn a_router_on_a_pipe_answers() {
    let line = Mock::new("iosxe", "general_enable", "R9").command();
    let mut words = line.split(' ');
    let mut command = Command::new(words.next().unwrap());
    let mut child = command.args(words).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(b"show version\n").unwrap();
    let output = child.wait_with_output().unwrap();
    let output = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.contains("IOS-XE Software"), "{output}");
}

#[test]
fn a_router_over_ssh_takes_its_password_and_no_other() {
    let device = Mock::own("R1").state("lab_enable").credentials("ops", "s3cret").ssh();
    let right = ssh(&device, "s3cret");
    assert!(right.contains("R1#") && right.contains("Version 17.09.04a"), "{right}\n{}", device.log());
    let wrong = ssh(&device, "other");
    assert!(wrong.contains("Permission denied (keyboard-interactive)"), "{wrong}");
}

/// Logs in, says `show version`, and gives all that came.
fn ssh(device: &MockDevice, password: &str) -> String {
    let directory = tempfile::tempdir().unwrap();
    let known_hosts = directory.path().join("known_hosts");
    std::fs::write(&known_hosts, device.known_hosts_line()).unwrap();
    let askpass = directory.path().join("askpass");
    std::fs::write(&askpass, format!("#!/bin/sh\necho '{password}'\n")).unwrap();
    Command::new("chmod").arg("+x").arg(&askpass).status().unwrap();
    let mut command = openssh("ssh");
    command.args(["-F", "none", "-tt", "-o", "NumberOfPasswordPrompts=1", "-o"]);
    command.arg(format!("UserKnownHostsFile={}", known_hosts.display()));
    command.arg("-p").arg(device.port().to_string()).arg(format!("{}@127.0.0.1", device.user()));
    command.env("SSH_ASKPASS", &askpass).env("SSH_ASKPASS_REQUIRE", "force");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut output = child.stdout.take().unwrap();
    let mut heard = Vec::new();
    let mut bytes = [0; 1024];
    let mut input = child.stdin.take().unwrap();
    let mut asked = false;
    loop {
        let count = output.read(&mut bytes).unwrap();
        if count == 0 {
            break;
        }
        heard.extend(&bytes[..count]);
        let prompts = String::from_utf8_lossy(&heard).matches("R1#").count();
        if prompts == 1 && !asked {
            input.write_all(b"show version\n").unwrap();
            asked = true;
        } else if prompts >= 2 {
            break;
        }
    }
    drop(input);
    let _ = child.kill();
    let rest = child.wait_with_output().unwrap();
    heard.extend(rest.stderr);
    String::from_utf8_lossy(&heard).into_owned()
}
