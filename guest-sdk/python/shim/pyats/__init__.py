"""pyATS as guests of easypy-wasm import it: written for this project, with the names and the behaviour of pyATS 26.9.

Only what a job or a testscript uses is here; the launcher, the report and the devices are the host's.
"""

__version__ = "26.9"
