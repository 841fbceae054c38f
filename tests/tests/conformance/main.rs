//! What real pyATS 26.9 did with unmodified Python jobs, and that easypy-wasm does the same with the same files.
//!
//! `conformance/oracle.json` holds what was recorded of pyATS, `conformance/cases` the files, and
//! `conformance/cases.toml` what each case shows, where easypy-wasm departs on purpose, and why. A departure is
//! asserted as exactly as what is the same; nothing is skipped. `docs/conformance.md` is made of it.

#![expect(clippy::unwrap_used, reason = "a test fails by it")]

mod compare;
mod document;
mod expected;
mod normal;
mod outcome;
mod run;

use std::collections::BTreeSet;

use expected::{Case, book, case, recorded};
use outcome::Outcome;

/// Runs a case, and compares what came of it.
fn check(name: &str) {
    let (recorded, case) = case(name);
    let expected = case.expected(recorded.outcome());
    let finished = run::run(name);
    let mut found = Outcome::of(&finished);
    found.said = case.without_the_unsure(found.said);
    let told = compare::differences(&expected, &found, case.at_once);
    if let Some(told) = told {
        panic!("{name} is not as expected:\n{told}\n\n{}", finished.said());
    }
    let screen = format!("{}{}", finished.stdout, finished.stderr);
    for text in &case.screen {
        assert!(screen.contains(text), "{name}: {text:?} is not on the screen: {}", finished.said());
    }
}

/// A test for each case.
macro_rules! cases {
    ($($name:ident)*) => {
        const NAMES: &[&str] = &[$(stringify!($name)),*];
        #[expect(non_snake_case, reason = "the names of the cases are kept")]
        mod case_of {
            $(
                #[test]
                fn $name() {
                    super::check(stringify!($name));
                }
            )*
        }
    };
}

cases! {
    verbatim_L1_simple verbatim_L2_env verbatim_L3_run_api verbatim_L4_task_seq verbatim_L5_task_async
    verbatim_L6_loglevel verbatim_L7_shared verbatim_L8_custom_args

    fixed_F1_simple fixed_F2_env fixed_F2_env_envset fixed_F3_run_api fixed_F4_task_seq fixed_F5_task_async
    fixed_F6_loglevel fixed_F7_shared fixed_F8_custom_args

    cli_badarg cli_customargs cli_noarchive cli_noext cli_nofile cli_noxml cli_opts cli_quiet cli_verbose

    e_crash e_crash_kbdint e_crash_os_exit0 e_crash_sysexit4 e_dangling e_dangling_notstarted e_dup e_empty
    e_grandchild e_jobname e_kbd e_leak_thread e_levels e_lognames e_main_defaults e_main_empty e_main_noarg
    e_main_raise e_main_raise_after_fail e_main_returns e_main_sysexit e_missing_script e_mix_pass_notstarted
    e_mix_pass_skip e_nomain e_only_s_abort e_only_s_block e_only_s_error e_only_s_fail e_only_s_none
    e_only_s_pass e_only_s_passx e_only_s_skip e_prestart_kill e_prestart_terminate e_run_maxruntime
    e_run_maxruntime_busy e_runtime e_synchro e_taskobj e_taskobj2 e_terminate e_title e_wait_args
    e_wait_timeout

    a_all a_data a_e a_groups

    m_affixes m_attributes m_callables m_cli_opts m_common_setup_goto m_common_setup_raises m_context_processors
    m_datafile m_exits_at_import m_handlers
    m_helpers m_import_forms m_inherits m_logic
    m_loops m_max_failures m_orders m_parameters m_prestart m_processors m_results m_results_of_sections m_retries
    m_runs_in_script m_script_errors m_selected m_setups m_steps m_synchro m_taskobj m_tasks m_typical m_typical_strict
    m_unstopped

    sig_INT sig_TERM

    tb_bad tb_job tb_missing tb_none
}

#[test]
fn every_case_that_was_recorded_is_run_and_described() {
    let names =
        |names: &mut dyn Iterator<Item = &str>| names.map(str::to_owned).collect::<BTreeSet<String>>();
    let recorded = names(&mut recorded().keys().map(String::as_str));
    assert!(recorded.len() >= 81, "only {} cases", recorded.len());
    assert_eq!(names(&mut NAMES.iter().copied()), recorded, "run on the left, recorded on the right");
    let described = names(&mut book().case.keys().map(String::as_str));
    assert_eq!(described, recorded, "described on the left, recorded on the right");
}

#[test]
fn what_differs_says_why_by_a_row_of_the_table_of_differences() {
    let topics = document::topics();
    for (name, case) in &book().case {
        assert_eq!(
            case.differs(),
            case.names_a_difference(),
            "{name}: a reason and a difference go together"
        );
        for topic in case.because.iter().chain([&book().everywhere.because]) {
            assert!(
                topics.contains(topic),
                "{name}: {topic:?} is no row of docs/pyats-differences.md: {topics:#?}"
            );
        }
    }
}

#[test]
fn every_expectation_can_be_made_of_what_was_recorded() {
    for name in NAMES {
        let (recorded, case) = case(name);
        let pyats = recorded.outcome();
        let expected = case.expected(pyats.clone());
        let plain = Case::default().expected(pyats);
        let asks_otherwise = !case.options.is_empty();
        assert_eq!(case.differs(), expected != plain || asks_otherwise, "{name}");
    }
}
