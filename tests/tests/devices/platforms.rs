//! Platforms of a user's own.

use std::fs;

use easypy_peers::FaultyServer;

use crate::lab::{connect, execute, said, talk, telnet, testbed, with_testbed};

#[test]
fn a_platform_of_a_users_own_is_a_file_in_a_directory() {
    let server = FaultyServer::start();
    let yaml = testbed(&[("R1", "mybox", telnet(server.port()))]);
    let run = with_testbed(&[talk("t", &[connect("R1"), execute("R1", "echo ERR: no")])], &yaml);
    let platforms = run.directory().join("platforms");
    fs::create_dir(&platforms).unwrap();
    fs::write(platforms.join("mybox.toml"), "like = \"ios\"\nos = [\"mybox\"]\nerrors = ['^ERR:']\n")
        .unwrap();
    let finished = run.option("--platform-dir").option(platforms).run().exits(0);
    assert_eq!(said(&finished, "t", "connect R1")["ok"]["mode"], "enable");
    let refused = said(&finished, "t", "echo ERR: no");
    assert_eq!(refused["error"], "Command", "{refused}");
}

#[test]
fn a_platforms_mistakes_are_shown_before_anything_runs() {
    let server = FaultyServer::start();
    let yaml = testbed(&[("R1", "mybox", telnet(server.port()))]);
    let run = with_testbed(&[connect("R1")], &yaml);
    let platforms = run.directory().join("platforms");
    fs::create_dir(&platforms).unwrap();
    fs::write(platforms.join("mybox.toml"), "like = \"ioss\"\nos = [\"mybox\"]\nerrors = ['(']\n").unwrap();
    let finished = run.option("--platform-dir").option(platforms).run().exits(3);
    assert!(finished.stderr.contains("mybox.toml:1"), "{}", finished.said());
    assert!(finished.stderr.contains("`ios`"), "{}", finished.said());
    assert_eq!(server.accepted(), 0);
}
