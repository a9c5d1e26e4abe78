"""Which calls of the facade the tours never make, in Python and in Kotlin.

`uncalled.py` holds the tours against `facade.txt`: a call that is made in neither must stand in `untoured.txt` with its reason, and what
stands there must not be called. `uncalled.py list` adds what is missing there, when the facade is frozen.
"""

import pathlib
import re
import sys

HERE = pathlib.Path(__file__).parent
UNTOURED = HERE / "untoured.txt"
# What apps implement and the library calls: the tours hear and answer them.
CALLBACKS = ("changelistener", "exportobserver", "keystore", "logsink", "syncobserver")
LANGUAGES = {"python": "*.py", "kotlin": "*.kt"}


def camel(name: str) -> str:
    """A call's name as Kotlin writes it."""
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)


def called(call: str, language: str, text: str) -> bool:
    """Whether a tour calls it, or hands it over to be called: a method behind a dot, a function also by its name alone."""
    kind, _, name = call.partition("_")
    if kind != "func":
        name = name.partition("_")[2]
    name = camel(name) if language == "kotlin" else name
    before = r"\b" if kind == "func" else r"[.:]"
    return re.search(rf"{before}{name}\b", text) is not None


def never_called() -> "dict[str, list[str]]":
    """Each call of the frozen facade that the tour in some language never makes, with those languages."""
    lines = (HERE / "facade.txt").read_text("utf-8").splitlines()
    calls = [line.split(":")[0].removeprefix("call ") for line in lines if line.startswith("call ")]
    calls = [call for call in calls if not call.startswith(tuple(f"method_{name}_" for name in CALLBACKS))]
    texts = {name: "\n".join(path.read_text("utf-8") for path in (HERE / name).glob(files)) for name, files in LANGUAGES.items()}
    found = {call: [name for name, text in texts.items() if not called(call, name, text)] for call in calls}
    print(f"{sum(not where for where in found.values())} of {len(calls)} calls are toured in {' and in '.join(LANGUAGES)}")
    return {call: where for call, where in found.items() if where}


def main() -> int:
    """Compares, or lists; 1 when the two differ."""
    never = never_called()
    known = [line for line in UNTOURED.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    reasons = {line.split(": ", 1)[0]: line for line in known}
    new = [f"{call}: not toured yet in {', '.join(where)}" for call, where in never.items() if call not in reasons]
    if sys.argv[1:] == ["list"]:
        head = UNTOURED.read_text("utf-8").splitlines()[0]
        kept = [line for call, line in reasons.items() if call in never]
        UNTOURED.write_text("\n".join([head, *sorted(kept + new)]) + "\n", "utf-8")
        return 0
    stale = [f"{call}: stands in untoured.txt and is called" for call in reasons if call not in never]
    print("".join(f"{line}\n" for line in new + stale), end="")
    return 1 if new or stale else 0


if __name__ == "__main__":
    sys.exit(main())
