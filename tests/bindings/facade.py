"""The facade as bindings read it, line by line, and what would make an old binding misread a new library.

`facade.py compare MODULE` holds the bindings of this build against `facade.txt`, the listing of those that apps may hold;
`facade.py freeze MODULE` writes that listing anew. MODULE is the generated `doorstep_ffi.py`.

A record is read field by field without any names, and a variant by its number. So neither may change but for variants that
come last, and no function may go or take other arguments. Whoever changes one all the same raises the number of the facade in
`ffi/src/facade.rs`: then an old binding refuses the new library when it is loaded, instead of misreading it.
"""

import ast
import pathlib
import re
import sys

FROZEN = pathlib.Path(__file__).with_name("facade.txt")
TYPE = "_UniffiFfiConverter"


def short(node: ast.AST) -> str:
    """A type's name as the listing has it."""
    text = ast.unparse(node)
    return re.sub(rf"{TYPE}(Type)?", "", text).removesuffix(".read(buf)").removesuffix(".read")


def fields(call: ast.Call) -> str:
    """What is read for a record or variant, in its order."""
    named = [f"{word.arg}: {short(word.value)}" for word in call.keywords]
    return ", ".join([short(value) for value in call.args] + named)


def read_of(converter: ast.ClassDef) -> "ast.FunctionDef | None":
    """How a converter reads, if it does."""
    return next((item for item in converter.body if isinstance(item, ast.FunctionDef) and item.name == "read"), None)


def variants(read: ast.FunctionDef) -> "list[tuple[int, str]]":
    """Each variant's number, name and fields."""
    found = []
    for step in read.body:
        if isinstance(step, ast.If) and isinstance(step.body[0], ast.Return) and isinstance(step.test, ast.Compare):
            number, value = step.test.comparators[0].value, step.body[0].value
            inside = fields(value) if isinstance(value, ast.Call) else ""
            name = ast.unparse(value.func if isinstance(value, ast.Call) else value).rsplit(".", 1)[-1]
            found.append((number, f"{name}({inside})" if inside else name))
    return found


def types(module: ast.Module) -> "list[str]":
    """A line for each record, and for each variant of each enum and error."""
    lines = []
    for converter in module.body:
        if not isinstance(converter, ast.ClassDef) or not converter.name.startswith(TYPE + "Type"):
            continue
        name, read = converter.name.removeprefix(TYPE + "Type"), read_of(converter)
        if read is None:
            continue
        numbered = variants(read)
        lines += [f"variant {name} {number:03}: {variant}" for number, variant in numbered]
        last = read.body[-1]
        if not numbered and isinstance(last, ast.Return) and isinstance(last.value, ast.Call) and last.value.keywords:
            lines.append(f"record {name}: {fields(last.value)}")
    return lines


def checksums(text: str) -> "list[str]":
    """A line for each function and method: uniffi checks these numbers itself when a binding is loaded."""
    found = re.findall(r"lib\.uniffi_doorstep_ffi_checksum_(\w+)\(\) != (\d+)", text)
    return [f"call {name}: {number}" for name, number in found]


def listing(module: pathlib.Path) -> "list[str]":
    """All lines, sorted."""
    text = module.read_text("utf-8")
    number = re.search(r"def speaks_facade\(\s*wanted: [^=)]*= (\d+)", text)
    return [f"facade {number.group(1)}"] + sorted(types(ast.parse(text)) + checksums(text))


def keyed(lines: "list[str]") -> "dict[str, str]":
    """What stands under each name."""
    return dict(line.split(": ", 1) for line in lines[1:])


def breaking(before: "list[str]", now: "list[str]") -> "list[str]":
    """A sentence for each thing that an old binding would misread or miss."""
    old, new = keyed(before), keyed(now)
    gone = [f"gone: {key}: {value}" for key, value in old.items() if key not in new]
    changed = [f"changed: {key}: {old[key]}\n     now: {new[key]}" for key in old if key in new and old[key] != new[key]]
    return sorted(gone + changed)


def compare(now: "list[str]") -> int:
    """Says what has changed since the listing was frozen; 1 when an old binding would misread it unawares."""
    before = FROZEN.read_text("utf-8").splitlines()
    added = [key for key in keyed(now) if key not in keyed(before)]
    broken = breaking(before, now)
    # A call's own number is checked by the binding itself: that refuses to load, and misreads nothing.
    silent = [line for line in broken if not re.match(r"(gone|changed): call ", line)]
    if silent and before[0] == now[0]:
        print("\n".join(silent))
        print(f"\nan old binding would misread this library, for the {len(silent)} reasons above: raise the number in ffi/src/facade.rs")
        print("and run tests/bindings/freeze, unless the change can be made by adding a record or a last variant")
        return 1
    print(f"{now[0]}: {len(now) - 1} lines, {len(added)} new since the last freeze, {len(broken)} that an old binding refuses")
    return 0


def main() -> int:
    """Compares or freezes."""
    what, module = sys.argv[1], pathlib.Path(sys.argv[2])
    now = listing(module)
    if what == "freeze":
        FROZEN.write_text("\n".join(now) + "\n", "utf-8")
        print(f"{FROZEN.name}: {len(now) - 1} lines of {now[0]}")
        return 0
    return compare(now)


if __name__ == "__main__":
    sys.exit(main())
