//! Where a session is, for those who decide what becomes of it.

use super::{Session, State};

impl Session {
    /// Whether it is at a prompt, of whatever mode, and nothing is under way.
    pub fn is_at_prompt(&self) -> bool {
        self.link.is_some() && self.state == State::AtPrompt
    }

    /// Whether it is in a mode in which a device can be changed beyond what its commands do: neither its home nor the one that a
    /// login arrives in, or another program's.
    pub fn is_configuring(&self) -> bool {
        let plain = |mode| [self.platform.home_id(), self.platform.arrival_id()].contains(&mode);
        self.elsewhere || self.mode.is_some_and(|mode| !plain(mode))
    }
}
