"""Reads Swift with a parser of its grammar and says where it is no Swift: a stand-in for a compiler, where there is none.

`syntax.py FILE...`; of a file in Markdown each example in Swift is read. It finds a slip of the pen and no wrong type.
"""

import pathlib
import re
import sys

import tree_sitter
import tree_sitter_swift

# Two things in generated Swift that the grammar does not know: an attribute between conditions for the compiler, and a closure that
# returns nothing written as nothing.
CONDITIONED = re.compile(rb"#if swift\([^)]*\)\n( *@[^\n]*)\n#endif")
EXAMPLE = re.compile(rb"^```swift\n(.*?)^```", re.MULTILINE | re.DOTALL)


def slips(text: bytes) -> "list[int]":
    """The lines, from 1, on which something is no Swift."""
    text = CONDITIONED.sub(rb"\n\1\n", text).replace(b"{ () }", b"{ Void() }")
    parser = tree_sitter.Parser(tree_sitter.Language(tree_sitter_swift.language()))
    found, to_read = [], [parser.parse(text).root_node]
    while to_read:
        node = to_read.pop()
        if node.type == "ERROR" or node.is_missing:
            found.append(node.start_point.row + 1)
        elif node.has_error:
            to_read.extend(node.children)
    return sorted(found)


def read(path: pathlib.Path) -> "list[str]":
    """A line for each slip in a file, or in the examples of a page."""
    content = path.read_bytes()
    examples = EXAMPLE.findall(content) if path.suffix == ".md" else [content]
    assert examples, f"{path} has no example in Swift"
    return [f"{path}: no Swift on line {line} of it or of an example in it" for text in examples for line in slips(text)]


def main() -> int:
    """Reads all files; 1 when one of them is no Swift."""
    assert slips(b"let door = ]") and not slips(b"let door = 1"), "the parser finds nothing"
    found = [line for path in sys.argv[1:] for line in read(pathlib.Path(path))]
    print("\n".join(found) or f"swift: {len(sys.argv) - 1} files read, compiled by nobody")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
