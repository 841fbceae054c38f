//! The processes of a run: whose they are, what they have open, what they may do.

#![expect(clippy::unwrap_used, reason = "a test fails by it")]

use std::fs;
use std::path::PathBuf;

use easypy_tests::{Run, Running, crowd_of, run};
use rustix::process::Signal;
use serde_json::json;

/// A run with two tasks that sleep, and their process numbers. The host has a file open that it got from its
/// caller.
fn two_tasks(spawner: &str) -> (Running, Vec<u32>) {
    let run = Run::plan(&json!(crowd_of(2))).options(["--spawner", spawner]);
    let mut running = run.before("exec 9</etc/passwd").env("DB_PASSWORD", "hunter2-secret").start();
    let tasks = running.wait_for_sections(2, "t_sleep");
    (running, tasks)
}

fn stop(running: Running) {
    running.signal(Signal::INT);
    let _ = running.wait();
}

/// What a process has open.
fn open_files(pid: u32) -> Vec<PathBuf> {
    let entries = fs::read_dir(format!("/proc/{pid}/fd")).unwrap();
    entries.flatten().filter_map(|entry| fs::read_link(entry.path()).ok()).collect()
}

#[test]
fn a_task_has_nothing_open_but_what_is_its_own() {
    for spawner in ["fork", "exec"] {
        let (running, tasks) = two_tasks(spawner);
        let runinfo = running.runinfo().unwrap();
        for pid in tasks {
            // `easypy task: sleeper-2 - sleeps.wasm`
            let title = fs::read_to_string(format!("/proc/{pid}/cmdline")).unwrap();
            let taskid = title.split(' ').nth(2).unwrap().to_owned();
            let files = open_files(pid);
            let count = |what: &dyn Fn(&str) -> bool| {
                files.iter().filter(|file| what(&file.to_string_lossy())).count()
            };
            assert_eq!(count(&|file| file.starts_with("socket:")), 1, "{spawner}: sockets in {files:?}");
            assert_eq!(count(&|file| file.contains("pidfd")), 0, "{spawner}: other processes in {files:?}");
            // Its own, maybe twice (handed over, and mapped); no other module's.
            let images = files.iter().filter(|file| file.to_string_lossy().ends_with(".image"));
            let images: std::collections::BTreeSet<_> = images.collect();
            assert!(images.len() <= 1, "{spawner}: images in {files:?}");
            for file in files {
                let text = file.to_string_lossy().into_owned();
                let log = format!("TaskLog.{taskid}");
                let own = match file.strip_prefix(&runinfo) {
                    Ok(inside) => {
                        inside.starts_with("runtime") || inside.starts_with("tmp") || inside == log.as_str()
                    }
                    Err(_) => {
                        text == "/dev/null"
                            || text.starts_with("socket:")
                            || text.starts_with("anon_inode:")
                            || text.ends_with(".image")
                            || file == easypy_tests::guests().join("tests")
                    }
                };
                assert!(own, "{spawner}: {taskid} has {text} open");
            }
        }
        stop(running);
    }
}

#[test]
fn a_task_can_gain_no_privileges_and_leaves_no_core() {
    for spawner in ["fork", "exec"] {
        let (running, tasks) = two_tasks(spawner);
        for pid in tasks {
            let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
            assert!(status.contains("NoNewPrivs:\t1"), "{spawner}: {status}");
            let limits = fs::read_to_string(format!("/proc/{pid}/limits")).unwrap();
            let core = limits.lines().find(|line| line.starts_with("Max core file size")).unwrap();
            assert!(core.contains(" 0 "), "{spawner}: {core}");
        }
        stop(running);
    }
}

/// Ctrl-C reaches the group of the terminal: that is the host's alone.
#[test]
fn tasks_are_in_another_process_group_than_the_host() {
    let group_of = |pid: u32| {
        let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap();
        stat.rsplit_once(')').unwrap().1.split_whitespace().nth(2).unwrap().to_owned()
    };
    for spawner in ["fork", "exec"] {
        let (running, tasks) = two_tasks(spawner);
        for pid in tasks {
            assert_ne!(group_of(pid), group_of(running.pid()), "{spawner}");
        }
        stop(running);
    }
}

/// The host's environment is not in the memory that `/proc` shows of a task.
#[test]
fn a_task_process_does_not_hold_the_hosts_environment() {
    for spawner in ["fork", "exec"] {
        let (running, tasks) = two_tasks(spawner);
        for pid in tasks {
            let environment = fs::read(format!("/proc/{pid}/environ")).unwrap();
            let text = String::from_utf8_lossy(&environment);
            assert!(!text.contains("hunter2-secret"), "{spawner}: {text}");
        }
        stop(running);
    }
}

/// Children of the fork server begin with a copy of its memory: a generator that was seeded in there would give all of
/// them the same numbers.
#[test]
fn no_two_tasks_draw_the_same_random_numbers() {
    for spawner in ["fork", "exec"] {
        let plan =
            json!((0..4).map(|n| run("draws_random", &format!("t{n}"), json!({}))).collect::<Vec<_>>());
        let finished = Run::plan(&plan).options(["--spawner", spawner]).run().exits(0);
        let mut drawn = std::collections::BTreeSet::new();
        for n in 0..4 {
            let why = finished.node(&format!("t{n}.draws_random.draws_random")).why().to_owned();
            for number in why.split_whitespace().skip(1) {
                assert!(drawn.insert(number.to_owned()), "{spawner}: {number} was drawn twice: {drawn:?}");
            }
        }
        assert_eq!(drawn.len(), 8, "{drawn:?}");
    }
}
