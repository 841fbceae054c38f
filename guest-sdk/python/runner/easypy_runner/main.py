"""What the component exports: a jobfile's `main` and a testscript's `run`."""

from __future__ import annotations

from typing import Any

from componentize_py_types import Err
from wit_world.exports import jobfile, script

from . import boot, host, job, processes, threads, values
from . import script as testscript
from .tracebacks import format_exception

_GRACE_SECONDS = 5.0


class Jobfile:
    """Runs the program as a jobfile."""

    def main(self) -> None:
        """Ends as `easypy_runner.job.run` does; what else is raised is a failure of the job."""
        try:
            boot.start("job")
            job.run()
            threads.finish(_GRACE_SECONDS)
        except job.JobFailed as failed:
            raise Err(jobfile.Failure_Error(str(failed))) from None
        except job.Interrupted:
            raise Err(jobfile.Failure_Interrupted()) from None
        except job.Exit as ended:
            raise Err(jobfile.Failure_Exit(ended.status & 0xFF)) from None
        except BaseException as error:
            raise Err(jobfile.Failure_Error(format_exception(error))) from None
        finally:
            processes.flush()


class Script:
    """Runs the program as a testscript."""

    def run(self, parameters: str, resume: script.Resume | None) -> None:
        """Sections are reported as they go; raised is only what kept the script from running.

        `resume` is never given: no section of a Python script is begun with a checkpoint.
        """
        try:
            boot.start("task")
            testscript.run(_parameters(parameters))
            left = threads.finish(_GRACE_SECONDS)
        except testscript.ScriptFailed as failed:
            raise Err(script.Failure(str(failed))) from None
        except BaseException as error:
            raise Err(script.Failure(format_exception(error))) from None
        finally:
            processes.flush()
        if left:
            # SPEC 4.3, "non-daemon thread left alive": the text is pyATS's.
            raise Err(
                script.Failure(
                    f"Task {host.taskid()!r} finished pyATS execution but did not exit within {_GRACE_SECONDS:.0f} "
                    "seconds. The task process was terminated. This usually indicates leaked non-daemon threads or "
                    "process-exit cleanup blocked in the testscript."
                )
            )


def _parameters(text: str) -> dict[str, Any]:
    """The script's parameters. What cannot be read is not the runner's fault: the text says which, and why."""
    try:
        return values.decode_kwargs(text)
    except TypeError as error:
        raise testscript.ScriptFailed(str(error)) from error
