"""Doorstep, as a phone holds it: open a :class:`Phone` and go on from there.

Everything here is generated from the library beside it. A library of another facade is refused when this is imported.
"""

from . import doorstep_ffi
from .doorstep_ffi import *  # noqa: F403
from .doorstep_ffi import __all__  # noqa: F401

# uniffi writes this check for Python and leaves it to be called; in Kotlin and Swift it is made by itself.
doorstep_ffi._uniffi_check_api_checksums(doorstep_ffi._UniffiLib)
