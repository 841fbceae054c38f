"""`runtime.args`: pyATS's command line options by their names (SPEC 6), for jobs that look at them.

What this host has an option for, or says otherwise, has its value; everything else has the value of an option that
was not given.
"""

from __future__ import annotations

from argparse import Namespace

from easypy_runner import host

_NONE = (
    "job_uid pyats_configuration test_suite suite_name to_addrs subject image release branch product component "
    "feature owner label meta source_id runinfo_dir archive_dir archive_name liveview_callback_url "
    "liveview_callback_token testbed_file clean_files clean_devices device_image_deprecated os_image_deprecated "
    "device_image os_image group_image platform_image model_image image_set config_override logical_testbed_file "
    "rerun_file retry testsuite_file abstract_packages abstract_revision health_file health_sections "
    "health_tc_sections health_uids health_tc_uids health_groups health_tc_groups health_config "
    "health_remote_device health_mgmt_vrf health_threshold health_show_logging_keywords health_core_default_dir "
    "health_checks health_devices"
).split()
_FALSE = (
    "mailhtml no_xml_report no_archive_subdir liveview liveview_keepalive invoke_clean skip_teardown "
    "skip_teardown_on_failure xunit xunit_include_logs html_logs abstract_save_to_job_folder health_clear_logging "
    "health_webex health_notify_webex"
).split()
_OTHERS = {
    "nomail": True,
    "liveview_host": "localhost",
    "liveview_port": "",
    "liveview_hostname": "",
    "liveview_displayed_url": "",
    "clean_scope": "job",
    "clean_template_action": "override",
    "clean_separator": ":",
    "verbose": 0,
    "quiet": 0,
    "loglevel": 20,
}


def options() -> Namespace:
    """The options of this run."""
    info = host.info()
    given = {
        "jobfile": host.program() if host.taskid() is None else None,
        "submitter": info.submitter,
        "no_archive": info.archive is None,
        "rerun_tasks": [],
        "rerun_condition": ["FAILED", "ABORTED", "BLOCKED", "SKIPPED", "ERRORED"],
    }
    return Namespace(**dict.fromkeys(_NONE), **dict.fromkeys(_FALSE, False), **_OTHERS, **given)
