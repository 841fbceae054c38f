//! A captured terminal session: commands at a prompt, each followed by its output.

/// Why an output could not be read.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// The command was not run in this session.
    #[error("{router}: there is no output of `{command}`")]
    NoOutput {
        /// whose prompt was looked for
        router: String,
        /// as it was to be typed
        command: &'static str,
    },
    /// A line, or all of them, has not the form that the command gives it.
    #[error("`{command}` is not in the form that IOS XE gives it: {found}")]
    Form {
        /// as it was typed
        command: &'static str,
        /// the line at fault, or what is missing
        found: String,
    },
}

/// The session of one router, as a terminal program saves it.
#[derive(Clone, Copy, Debug)]
pub struct Capture<'a> {
    router: &'a str,
    text: &'a str,
}

impl<'a> Capture<'a> {
    /// A session with the router of this name, which is its prompt.
    pub fn new(router: &'a str, text: &'a str) -> Capture<'a> {
        Capture { router, text }
    }

    /// The lines that the command printed, up to the next prompt. Of a command that was run twice, the first
    /// ones.
    ///
    /// # Errors
    /// It was not run in this session.
    pub fn output(
        &self,
        command: &'static str,
    ) -> Result<impl Iterator<Item = &'a str> + use<'a>, ReadError> {
        let router = self.router;
        let typed = move |line: &'a str| line.strip_prefix(router)?.strip_prefix('#');
        let mut lines = self.text.lines();
        if !lines.any(|line| typed(line) == Some(command)) {
            return Err(ReadError::NoOutput { router: router.to_owned(), command });
        }
        Ok(lines.take_while(move |line| typed(line).is_none()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "r1#show clock\n12:00\nr1#show users\r\nnobody\nr10#no prompt of r1\nr1#exit\n";

    #[test]
    fn an_output_reaches_to_the_next_prompt_of_this_router() {
        let capture = Capture::new("r1", TEXT);
        assert_eq!(capture.output("show clock").unwrap().collect::<Vec<_>>(), ["12:00"]);
        let users: Vec<&str> = capture.output("show users").unwrap().collect();
        assert_eq!(users, ["nobody", "r10#no prompt of r1"]);
        assert_eq!(capture.output("exit").unwrap().count(), 0);
    }

    #[test]
    fn a_command_that_was_not_run_is_an_error_with_its_name() {
        let error = Capture::new("r1", TEXT).output("show ip").err().unwrap();
        assert_eq!(error.to_string(), "r1: there is no output of `show ip`");
        assert!(Capture::new("r2", TEXT).output("show clock").is_err());
    }
}
