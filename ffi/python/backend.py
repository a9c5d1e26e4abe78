"""Makes the wheel `doorstep` of the bindings and the library that they were generated from.

This is the build backend that `pyproject.toml` names (PEP 517). It needs Python alone and downloads nothing, and the same
inputs give the same bytes. Where bindings and library lie it is told by `DOORSTEP_BINDINGS` and `DOORSTEP_BUILT`; `build`
prepares both.
"""

import base64
import hashlib
import os
import pathlib
import re
import sys
import sysconfig
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
# The earliest day that a zip file can name: builds are equal, whenever they are made.
DAY = (1980, 1, 1, 0, 0, 0)


def version() -> str:
    """The version of all our packages."""
    found = re.search(r'^version = "([^"]+)"', (ROOT / "Cargo.toml").read_text("utf-8"), re.MULTILINE)
    return found.group(1)


def library() -> str:
    """What the library's file is called on this system."""
    return {"darwin": "libdoorstep_ffi.dylib", "win32": "doorstep_ffi.dll"}.get(sys.platform, "libdoorstep_ffi.so")


def tag() -> str:
    """Any Python 3, for this system and processor only."""
    return "py3-none-" + re.sub(r"[-.]", "_", sysconfig.get_platform())


def metadata() -> str:
    """Who the package is, as installers read it."""
    project = (HERE / "pyproject.toml").read_text("utf-8")
    said = {key: re.search(rf'^{key} = "([^"]+)"', project, re.MULTILINE).group(1) for key in ("description", "license", "requires-python")}
    lines = [
        "Metadata-Version: 2.4",
        "Name: doorstep",
        f"Version: {version()}",
        f"Summary: {said['description']}",
        f"License-Expression: {said['license']}",
        "License-File: LICENSE-APACHE",
        "License-File: LICENSE-MIT",
        f"Requires-Python: {said['requires-python']}",
        "Description-Content-Type: text/markdown",
    ]
    return "\n".join(lines) + "\n\n" + (HERE / "README.md").read_text("utf-8")


def contents() -> "dict[str, bytes]":
    """The wheel's files but for the list of them."""
    built, bindings = (pathlib.Path(os.environ[name]) for name in ("DOORSTEP_BUILT", "DOORSTEP_BINDINGS"))
    info = f"doorstep-{version()}.dist-info"
    wheel = f"Wheel-Version: 1.0\nGenerator: doorstep\nRoot-Is-Purelib: false\nTag: {tag()}\n"
    files = {
        "doorstep/__init__.py": (HERE / "doorstep" / "__init__.py").read_bytes(),
        "doorstep/py.typed": b"",
        "doorstep/doorstep_ffi.py": (bindings / "python" / "doorstep_ffi.py").read_bytes(),
        f"doorstep/{library()}": (built / library()).read_bytes(),
        f"{info}/METADATA": metadata().encode(),
        f"{info}/WHEEL": wheel.encode(),
    }
    for licence in ("LICENSE-APACHE", "LICENSE-MIT"):
        files[f"{info}/licenses/{licence}"] = (ROOT / licence).read_bytes()
    return files


def record(files: "dict[str, bytes]") -> bytes:
    """The list of a wheel's files with what each must hash to."""
    def line(name: str, content: bytes) -> str:
        digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
        return f"{name},sha256={digest},{len(content)}"

    own = f"doorstep-{version()}.dist-info/RECORD"
    return ("\n".join([line(*file) for file in sorted(files.items())] + [f"{own},,"]) + "\n").encode()


def build_wheel(wheel_directory: str, config_settings: object = None, metadata_directory: object = None) -> str:
    """Writes the wheel into a folder and says what it is called."""
    files = contents()
    files[f"doorstep-{version()}.dist-info/RECORD"] = record(files)
    name = f"doorstep-{version()}-{tag()}.whl"
    with zipfile.ZipFile(pathlib.Path(wheel_directory) / name, "w") as wheel:
        for path, content in sorted(files.items(), key=lambda file: (".dist-info/" in file[0], file[0])):
            entry = zipfile.ZipInfo(path, DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            wheel.writestr(entry, content)
    return name


def build_sdist(sdist_directory: str, config_settings: object = None) -> str:
    """There is none: the sources are the whole repository."""
    raise RuntimeError("there is no source package: build the wheel from the repository with ffi/python/build")


if __name__ == "__main__":
    print(build_wheel(sys.argv[1]))
