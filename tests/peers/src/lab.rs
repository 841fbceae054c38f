//! The lab of `examples/testbeds/lab.yaml`: a router, a switch and a server.

use std::fs;

use tempfile::TempDir;

use crate::mock::{Mock, MockDevice};
use crate::sshd::{self, Sshd};

/// `R1`, an IOS XE router over telnet; `N1`, an NX-OS switch over SSH; `S1`, an sshd.
#[derive(Debug)]
pub struct Lab {
    router: MockDevice,
    switch: MockDevice,
    server: Sshd,
    directory: TempDir,
}

impl Lab {
    /// Starts all three, each on a free port.
    ///
    /// # Panics
    /// As [`Sshd::start`], [`Mock::telnet`] and [`Mock::ssh`].
    pub fn start() -> Lab {
        let directory = tempfile::tempdir().unwrap_or_else(|error| panic!("no directory: {error}"));
        let lab = Lab {
            router: Mock::own("R1").telnet(),
            switch: Mock::own_nxos("N1").ssh(),
            server: Sshd::builder().hostname("S1").start(),
            directory,
        };
        let known_hosts = [lab.switch.known_hosts_line(), lab.server.known_hosts_line()].concat();
        let file = lab.known_hosts();
        fs::write(&file, known_hosts).unwrap_or_else(|error| panic!("cannot write {file}: {error}"));
        lab
    }

    /// The variables that the testbed file takes: where the devices are, and how they are logged in to.
    pub fn environment(&self) -> Vec<(&'static str, String)> {
        vec![
            ("LAB_PASSWORD", self.router.password().to_owned()),
            ("LAB_ENABLE_PASSWORD", "en123".to_owned()),
            ("LAB_KNOWN_HOSTS", self.known_hosts()),
            ("LAB_R1_PORT", self.router.port().to_string()),
            ("LAB_N1_PORT", self.switch.port().to_string()),
            ("LAB_S1_PORT", self.server.port().to_string()),
            ("LAB_S1_PASSWORD", sshd::PASSWORD.to_owned()),
        ]
    }

    fn known_hosts(&self) -> String {
        self.directory.path().join("known_hosts").display().to_string()
    }
}
