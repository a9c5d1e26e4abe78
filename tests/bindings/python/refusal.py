"""A binding that belongs to another library is refused when it is imported, before anything could be misread."""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import doorstep

CHECK = r"(checksum_func_speaks_facade\(\) != )(\d+)"


def imported(folder: str) -> "subprocess.CompletedProcess[str]":
    """Imports the package that lies in a folder, in a program of its own."""
    command = [sys.executable, "-c", "import doorstep; print(doorstep.__file__)"]
    return subprocess.run(command, env=os.environ | {"PYTHONPATH": folder}, capture_output=True, text=True, check=False)


def main() -> None:
    assert doorstep.speaks_facade() and not doorstep.speaks_facade(0)
    with tempfile.TemporaryDirectory() as folder:
        copied = pathlib.Path(folder) / "doorstep"
        shutil.copytree(pathlib.Path(doorstep.__file__).parent, copied)
        same = imported(folder)
        assert same.stdout.strip() == str(copied / "__init__.py"), same
        source = (copied / "doorstep_ffi.py").read_text("utf-8")
        older, changed = re.subn(CHECK, lambda found: found[1] + str(int(found[2]) ^ 1), source)
        assert changed == 1, changed
        (copied / "doorstep_ffi.py").write_text(older, "utf-8")
        refused = imported(folder)
        assert refused.returncode and "checksum mismatch" in refused.stderr, refused
    print("python: a binding of another library is refused when it is imported")


if __name__ == "__main__":
    main()
