//! Talks with the job while it runs: takes a question, answers it, until there are no more.

/// Answers `question` with `answer: <question>`; a null ends it.
#[easypy::testscript]
fn exchanges(questions: easypy::synchro::Queue, answers: easypy::synchro::Queue) -> easypy::Result {
    loop {
        let Some(question) = questions.get::<Option<String>>(None)? else { return Ok(()) };
        answers.put(format!("answer: {question}"), None)?;
    }
}
