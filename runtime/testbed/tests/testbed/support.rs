//! Testbeds in a directory of their own, and a world outside them that a test makes up.

use std::cell::RefCell;
use std::collections::HashMap;
use std::path::Path;

use easypy_testbed::{Answer, Argument, AskError, Asker, Diagnostics, Question, Testbed, Warning, load};

/// The environment, the command line and the user.
#[derive(Default)]
pub(crate) struct World {
    pub(crate) environment: HashMap<&'static str, &'static str>,
    pub(crate) arguments: HashMap<&'static str, Argument>,
    /// By place; a place without one is refused, unless all are put off.
    pub(crate) answers: HashMap<&'static str, &'static str>,
    pub(crate) put_off: bool,
    /// What was asked: prompt, place, and whether it is hidden.
    pub(crate) asked: RefCell<Vec<(String, String, bool)>>,
}

impl Asker for World {
    fn environment(&self, name: &str) -> Option<String> {
        self.environment.get(name).map(|value| (*value).to_owned())
    }

    fn argument(&self, name: &str) -> Option<Argument> {
        self.arguments.get(name).cloned()
    }

    fn ask(&self, question: &Question<'_>) -> Result<Answer, AskError> {
        self.asked.borrow_mut().push((
            question.prompt.to_owned(),
            question.place.to_owned(),
            question.hidden,
        ));
        match self.answers.get(question.place) {
            _ if self.put_off => Ok(Answer::Later),
            Some(answer) => Ok(Answer::Given((*answer).to_owned().into())),
            None => Err(AskError("there is no terminal".to_owned())),
        }
    }
}

/// Files beside each other.
pub(crate) struct Files(tempfile::TempDir);

impl Files {
    pub(crate) fn new(files: &[(&str, &str)]) -> Files {
        let directory = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = directory.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        Files(directory)
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn load(&self, name: &str, world: &World) -> Result<(Testbed, Vec<Warning>), Diagnostics> {
        load(&self.0.path().join(name), world)
    }

    /// A text without the directory's own path.
    pub(crate) fn shown(&self, text: &str) -> String {
        text.replace(&format!("{}/", self.0.path().display()), "")
    }

    /// What is said of a file: its mistakes, or its warnings.
    pub(crate) fn said(&self, name: &str, world: &World) -> String {
        let text = match self.load(name, world) {
            Err(mistakes) => mistakes.render(false),
            Ok((_, warnings)) => warnings.iter().map(|warning| warning.render(false) + "\n").collect(),
        };
        self.shown(&text)
    }
}

/// The testbed that a text describes, in which nothing is wrong.
pub(crate) fn testbed(text: &str) -> Testbed {
    testbed_in(text, &World::default())
}

pub(crate) fn testbed_in(text: &str, world: &World) -> Testbed {
    match Files::new(&[("lab.yaml", text)]).load("lab.yaml", world) {
        Ok((testbed, _)) => testbed,
        Err(mistakes) => panic!("{mistakes}"),
    }
}

/// What is said of a text as a testbed.
pub(crate) fn said(text: &str) -> String {
    Files::new(&[("lab.yaml", text)]).said("lab.yaml", &World::default())
}

/// A view without the directory in which a test has its files.
pub(crate) fn without_directory(testbed: &Testbed, view: &str) -> String {
    let directory = testbed.files()[0].path().parent().unwrap().to_string_lossy().into_owned();
    view.replace(&directory, "")
}
