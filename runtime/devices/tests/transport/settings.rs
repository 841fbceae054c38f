//! What testbeds say of how to connect.

use std::time::Duration;

use easypy_contract::testbed::ConnectFailure;
use easypy_devices::transport::settings::HostKeys;
use easypy_devices::transport::{ConnectError, Settings, Way};

use crate::support::{device, failure};

fn settings(connection: &str) -> Result<Settings, ConnectError> {
    let testbed = device(connection);
    let device = testbed.device("R1").unwrap();
    Way::new(&testbed, device, "cli").unwrap().settings()
}

#[test]
fn what_nobody_says_is_safe() {
    let settings = settings("{protocol: ssh, ip: 10.0.0.1}").unwrap();
    assert_eq!(settings.connect_timeout, Duration::from_secs(30));
    assert_eq!(settings.retries.count, 0);
    assert_eq!(settings.host_keys, HostKeys::Strict);
    assert!(!settings.legacy_algorithms);
    assert_eq!(settings.keepalive, Some(Duration::from_secs(60)));
}

#[test]
fn the_names_of_pyats_are_understood() {
    for text in [
        "settings: {connect_timeout: 7}",
        "settings: {CONNECTION_TIMEOUT: 7}",
        "arguments: {connection_timeout: 7.0}",
        "settings: {connect_timeout: '7'}",
        "ssh_options: '-o ConnectTimeout=7'",
    ] {
        let settings = settings(&format!("{{protocol: ssh, ip: 10.0.0.1, {text}}}")).unwrap();
        assert_eq!(settings.connect_timeout, Duration::from_secs(7), "{text}");
    }
    // Unicon's other settings are its own.
    settings("{protocol: ssh, ip: 10.0.0.1, settings: {EXEC_TIMEOUT: 60, GRACEFUL_DISCONNECT_WAIT_SEC: 0}}")
        .unwrap();
}

#[test]
fn the_nearest_word_counts() {
    let near = "settings: {host_keys: accept-new}, ssh_options: '-o StrictHostKeyChecking=no'";
    assert_eq!(
        settings(&format!("{{protocol: ssh, ip: 10.0.0.1, {near}}}")).unwrap().host_keys,
        HostKeys::AcceptNew
    );
    let silent = settings("{protocol: ssh, ip: 10.0.0.1, settings: {keepalive: 0}}").unwrap();
    assert_eq!(silent.keepalive, None);
}

#[test]
fn a_value_that_is_none_is_told_and_not_shown() {
    for (text, why) in [
        (
            "connect_timeout: soon-Secret",
            "the setting `connect_timeout` is a number of seconds, at most a day",
        ),
        ("connect_timeout: -1", "the setting `connect_timeout` is a number of seconds, at most a day"),
        ("connect_timeout: 1.0e300", "the setting `connect_timeout` is a number of seconds, at most a day"),
        ("connect_timeout: 0", "the setting `connect_timeout` is a number of seconds above 0"),
        ("connect_retries: 1000000", "the setting `connect_retries` is a number from 0 to 1000"),
        ("host_keys: maybe", "the setting `host_keys` is `strict`, `accept-new` or `ignore`"),
        ("legacy_algorithms: 1", "the setting `legacy_algorithms` is true or false"),
    ] {
        let error = settings(&format!("{{protocol: ssh, ip: 10.0.0.1, settings: {{{text}}}}}")).unwrap_err();
        assert_eq!(error.kind, ConnectFailure::Unsupported);
        assert_eq!(error.message, format!("`R1` via `cli`: {why}"));
    }
}

#[tokio::test]
async fn ways_that_are_none_are_told() {
    for (text, part) in [
        ("{protocol: netconf, ip: 10.0.0.1}", "the protocol `netconf` is none that this program speaks"),
        ("{protocol: ssh}", "the connection leads nowhere"),
        ("{command: cat, proxy: R2}", "takes no `proxy`"),
        (
            "{protocol: ssh, ip: 10.0.0.1, proxy: [{device: R2, command: ssh x}]}",
            "`proxy` is the name of a device",
        ),
        ("{protocol: ssh, ip: 10.0.0.1, proxy: R1}", "lead in a circle: R1 -> R1"),
        ("{protocol: ssh, ip: 10.0.0.1, proxy: 'a b'}", "is no device of the testbed"),
        ("{protocol: ssh, ip: 10.0.0.1, sshtunnel: {host: x}}", "`sshtunnel` is not understood"),
    ] {
        let (kind, message) = failure(text).await;
        assert_eq!(kind, ConnectFailure::Unsupported, "{message}");
        assert!(message.contains(part), "{message}");
    }
}
