"""The part of genie that is not compiled for a machine: `genie.testbed`, and what parsers are made of.

`genie.libs` is not carried. Directories given by `--python-path` add their part of the package.
"""

import pkgutil

__path__ = pkgutil.extend_path(__path__, __name__)
