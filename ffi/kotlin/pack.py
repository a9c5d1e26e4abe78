"""Packs a folder of classes and libraries into a jar: the same files give the same bytes. `pack.py FOLDER JAR`."""

import pathlib
import sys
import zipfile

# The earliest day that a zip file can name: builds are equal, whenever they are made.
DAY = (1980, 1, 1, 0, 0, 0)
MANIFEST = b"Manifest-Version: 1.0\r\nImplementation-Title: doorstep\r\nAutomatic-Module-Name: doorstep\r\n\r\n"


def pack(folder: pathlib.Path, jar: pathlib.Path) -> None:
    """Writes every file of the folder into the jar, the manifest first."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    contents = {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}
    contents.pop("META-INF/MANIFEST.MF", None)
    with zipfile.ZipFile(jar, "w") as packed:
        for name, content in [("META-INF/MANIFEST.MF", MANIFEST), *contents.items()]:
            entry = zipfile.ZipInfo(name, DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(entry, content)


if __name__ == "__main__":
    pack(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
    print(sys.argv[2])
