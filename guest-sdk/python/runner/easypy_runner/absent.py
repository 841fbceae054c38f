"""What is not in the sandbox: imports that cannot work fail with what to do instead.

The last of `sys.meta_path`. It finds nothing; it says why, in a `ModuleNotFoundError` that code which tries
several modules catches as always. `importlib.util.find_spec` still gives None.
"""

from __future__ import annotations

import os
import sys
from importlib.machinery import ModuleSpec
from types import ModuleType

from .loader import JOBS, TESTSCRIPTS
from .stdlib import ROOT, SHIM, TABLE

_COMPILED = "it is compiled for the machine, which the sandbox cannot load"
_DEVICES = "there is no network in the sandbox; devices are reached through the testbed, `device.connect()`"
_RECORDED = "Collect what devices say before the run, and hand it over as a parameter or in a file beside the script."
_NO_PROCESSES = "there are no processes in the sandbox"
_REMOVED = "Python itself has removed it (this is 3.14), so it is in no package either"
_NO_SYSTEM = "it is part of systems that the sandbox is not"
_ELSEWHERE = (
    "Prepare on the machine what it would compute and pass that as a parameter or in a file beside the script, or "
    "write that part as a testscript in Rust, C or Go."
)

# Top-level name (or dotted one) -> why it is not there, and what to do.
_KNOWN: dict[str, tuple[str, str]] = {
    **dict.fromkeys(
        ("numpy", "pandas", "scipy", "matplotlib", "sklearn", "PIL", "cv2", "torch", "tensorflow", "pyarrow"),
        (_COMPILED, _ELSEWHERE),
    ),
    "lxml": (_COMPILED, "Use xml.etree.ElementTree, which is here."),
    "orjson": (_COMPILED, "Use json, which is here."),
    "ujson": (_COMPILED, "Use json, which is here."),
    "ruamel": ("ruamel.yaml is not carried", "Use yaml, which is here, or mount ruamel.yaml without its C part."),
    "psutil": (_COMPILED, "The host limits and measures tasks; see the report."),
    "grpc": (_COMPILED, _ELSEWHERE),
    "google.protobuf": ("it is not carried", "Its pure-Python form works from --python-path."),
    "zmq": (_COMPILED, "Exchange values by runtime.synchro."),
    **dict.fromkeys(
        ("paramiko", "netmiko", "scrapli", "asyncssh", "ncclient", "napalm", "pexpect", "telnetlib3", "serial"),
        (_DEVICES, _RECORDED),
    ),
    **dict.fromkeys(
        ("cryptography", "bcrypt", "nacl", "OpenSSL"),
        (_COMPILED, "hashlib, hmac and secrets are here; leave secure connections to the host."),
    ),
    **dict.fromkeys(("pyats.connections", "unicon", "rest", "yang.connector"), (_DEVICES, _RECORDED)),
    # Removed in 3.12 and 3.13.
    "imp": (_REMOVED, "Use importlib: importlib.util.spec_from_file_location, importlib.reload."),
    "distutils": (_REMOVED, "Use shutil, sysconfig, or packaging (pure Python) for versions."),
    "asynchat": (_REMOVED, "Use asyncio."),
    "asyncore": (_REMOVED, "Use asyncio."),
    "smtpd": (_REMOVED, "There is no network in the sandbox either."),
    "cgi": (_REMOVED, "Use urllib.parse, email.message and html."),
    "cgitb": (_REMOVED, "Use traceback."),
    "pipes": (_REMOVED, "Use shlex.quote."),
    "imghdr": (_REMOVED, "Look at the first bytes of the file."),
    "sndhdr": (_REMOVED, "Look at the first bytes of the file."),
    "crypt": (_REMOVED, "hashlib, hmac and secrets are here."),
    "uu": (_REMOVED, "Use base64 or binascii."),
    "xdrlib": (_REMOVED, "Use struct."),
    "lib2to3": (_REMOVED, "Use ast."),
    **dict.fromkeys(("telnetlib", "nntplib"), (_REMOVED, f"There is no network in the sandbox. {_RECORDED}")),
    **dict.fromkeys(
        ("aifc", "audioop", "chunk", "mailcap", "msilib", "nis", "ossaudiodev", "spwd", "sunau"),
        (_REMOVED, "Its documentation up to Python 3.12 says what to use instead."),
    ),
    "yang": ("it is compiled", _ELSEWHERE),
    "genie.libs": (
        "it is not carried",
        "Its parsers are pure Python: pip install --target DIR genie.libs.parser packaging netaddr, and run with "
        "--python-path DIR.",
    ),
    **dict.fromkeys(("genie", "pyats"), ("this part is not in easypy-wasm's {top}", "{listed}")),
    "_ctypes": (f"ctypes is not there: {_COMPILED}", _ELSEWHERE),
    "ctypes": (_COMPILED, _ELSEWHERE),
    "_ssl": ("ssl is not there", "Leave secure connections to the host; hashlib and hmac are here."),
    "_multiprocessing": (_NO_PROCESSES, "Start testscripts with run() or Task(); share values by runtime.synchro."),
    "_posixsubprocess": (_NO_PROCESSES, "Start testscripts with run() or Task()."),
    **dict.fromkeys(("_lzma", "_bz2", "_zstd"), ("this compression is not there", "Use zlib, gzip or zipfile.")),
    **dict.fromkeys(
        ("pwd", "grp", "fcntl", "termios", "tty", "pty", "resource", "syslog", "mmap"),
        (_NO_SYSTEM, "Files beside the script and in runtime.directory can be used without it."),
    ),
    **dict.fromkeys(
        ("readline", "_curses", "curses", "_tkinter", "tkinter", "turtle", "msvcrt"),
        ("a guest has no terminal and no display", "Results go into the log and the report."),
    ),
    **dict.fromkeys(("winreg", "winsound", "_winapi"), (_NO_SYSTEM, "The sandbox is the same on every system.")),
}  # fmt: skip


# Imported by users' files for what they then only need on some machines: the import succeeds, the use fails.
_LATE = frozenset(("ctypes",))


class Absent:
    """Says why a module is not there."""

    def find_spec(self, fullname: str, path=None, target=None) -> ModuleSpec | None:
        """Raises for an import; None for a mere question."""
        # `_find_and_load_unlocked` is an import statement's; `importlib.util.find_spec` has another caller.
        asker = sys._getframe(1).f_back
        if asker is None or asker.f_code.co_name != "_find_and_load_unlocked":
            return None
        if fullname in _LATE and not _from_library(asker):
            return ModuleSpec(fullname, _Late())
        raise ModuleNotFoundError(explain(fullname, path), name=fullname)


class _Late:
    """Loads a module that has nothing but an explanation."""

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        text = explain(module.__name__)

        def missing(name: str):
            if name.startswith("__"):
                raise AttributeError(name)
            raise AttributeError(f"{module.__name__}.{name}: {text}")

        module.__getattr__ = missing


def _from_library(frame) -> bool:
    """Whether an import comes from the library or a package, which may fall back on something else."""
    while frame is not None and frame.f_code.co_filename.startswith("<frozen importlib"):
        frame = frame.f_back
    return frame is None or frame.f_globals.get("__package__") not in (JOBS, TESTSCRIPTS)


def install() -> None:
    """Build time: the last to be asked."""
    sys.meta_path.append(Absent())


def explain(name: str, path=None) -> str:
    """Why there is no module of this name, and which way there is."""
    text = f"No module named {name!r}"
    known = _known(name)
    if known:
        why, way = known
        if way == "{listed}":
            top = name.partition(".")[0]
            why, way = why.format(top=top), _listed(top)
        return f"{text}: {why}. {way}"
    compiled = _compiled_form(name, path)
    if compiled:
        return (
            f"{text}: {compiled} is compiled for the machine, and the sandbox can only load pure Python. See whether "
            "the package works without it (many do), or do that part outside."
        )
    top = name.partition(".")[0]
    if top in sys.stdlib_module_names:
        return f"{text}: this part of the standard library is not in the sandbox."
    if path is not None:
        return text
    return (
        f"{text}. Modules are looked for beside the script and in the directories given by --python-path. For a "
        f"package in pure Python: pip install --target DIR {top}, and run with --python-path DIR; packages with "
        "compiled parts cannot be loaded in the sandbox."
    )


def _listed(package: str) -> str:
    """Which modules there are of a package that the component has a part of."""
    names = set()
    for file in TABLE:
        if file.startswith(f"{SHIM}/{package}/"):
            parts = file.removeprefix(f"{SHIM}/").removesuffix(".py").removesuffix("/__init__").split("/")
            if not any(part.startswith("_") for part in parts):
                names.add(".".join(parts[:3] if package == "genie" else parts[:2]))
    names.discard(package)
    return f"There are {', '.join(sorted(names))}. Others can be mounted by --python-path, if they are pure Python."


def _known(name: str) -> tuple[str, str] | None:
    """What the table has of the module or of its nearest parent."""
    while name:
        if name in _KNOWN:
            return _KNOWN[name]
        name = name.rpartition(".")[0]
    return None


def _compiled_form(name: str, path) -> str | None:
    """The extension module that is where Python would look for `name`, if there is one."""
    tail = name.rpartition(".")[2]
    for entry in sys.path if path is None else path:
        if not isinstance(entry, str) or entry.startswith(ROOT):
            continue
        try:
            files = os.listdir(entry)
        except OSError:
            continue
        for file in files:
            if file.startswith(tail + ".") and file.endswith((".so", ".pyd", ".dylib")):
                return os.path.join(entry, file)
    return None
