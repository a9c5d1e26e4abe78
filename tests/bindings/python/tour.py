"""The tour of the library in Python: `run` starts it, `Tour.kt` is its twin.

So far it only proves that the library and its bindings were made for each other; the road from founding a project to
reading its result joins it with the facade. Importing the module loads the library and compares both.
"""

import doorstep_ffi


def main() -> None:
    assert doorstep_ffi.__file__ is not None
    print("python: the library and its bindings fit each other")


if __name__ == "__main__":
    main()
