"""Lays the classes of `platform.txt` out as Java files, as a compiler looks for them: `platform.py FOLDER`."""

import pathlib
import re
import sys


def lay_out(listing: str, folder: pathlib.Path) -> int:
    """Writes each class into a file of its own and says how many there are."""
    classes = re.findall(r"^package ([\w.]+);\n(public [^\n]*?\b(?:class|interface) (\w+).*?)(?=^package |\Z)", listing, re.MULTILINE | re.DOTALL)
    for package, text, name in classes:
        home = folder.joinpath(*package.split("."))
        home.mkdir(parents=True, exist_ok=True)
        (home / f"{name}.java").write_text(f"package {package};\n{text}", "utf-8")
    return len(classes)


if __name__ == "__main__":
    print(lay_out(pathlib.Path(__file__).with_name("platform.txt").read_text("utf-8"), pathlib.Path(sys.argv[1])))
