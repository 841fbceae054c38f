"""What componentize-py is given: its `Jobfile` and `Script` are what the component exports.

Runs once, while the component is built; the memory as it is at the end of this file is what every guest
starts with. So the order matters: first the library is embedded, then everything is imported from it, so that
no code object knows a path of the build.
"""

from easypy_runner import stdlib

stdlib.embed()

# From the embedded library: what was imported above has been forgotten. Threads first: modules that keep a lock
# or `time.sleep` shall keep ours.
from easypy_runner import threads  # noqa: E402

threads.install()

from easypy_runner import boot  # noqa: E402
from easypy_runner.main import Jobfile, Script  # noqa: E402

boot.freeze()

__all__ = ["Jobfile", "Script"]
