"""What the comparison of facades finds and what it lets pass; `facade.py` is what is tried here."""

import ast
import unittest

import facade

MODULE = '''
class _UniffiFfiConverterTypeOutcome(_UniffiConverterRustBuffer):
    @staticmethod
    def read(buf):
        variant = buf.read_i32()
        if variant == 1:
            return Outcome.TALKED
        if variant == 2:
            return Outcome.PUT_OFF(
                _UniffiFfiConverterInt64.read(buf),
            )
        raise InternalError("Raw enum value doesn't match any cases")

class _UniffiFfiConverterTypeDoorRow(_UniffiConverterRustBuffer):
    @staticmethod
    def read(buf):
        return DoorRow(
            id=_UniffiFfiConverterString.read(buf),
            last=_UniffiFfiConverterOptionalTypeOutcome.read(buf),
        )
'''

BEFORE = [
    "facade 1",
    "call func_about: 17",
    "record DoorRow: id: String, last: OptionalTypeOutcome",
    "variant Outcome 001: TALKED",
    "variant Outcome 002: PUT_OFF(Int64)",
]


class TheFacade(unittest.TestCase):
    def test_is_listed_as_bindings_read_it(self):
        self.assertEqual(facade.types(ast.parse(MODULE)), [BEFORE[3], BEFORE[4], BEFORE[2]])

    def test_may_grow_by_calls_records_and_last_variants(self):
        more = ["call func_sheet: 9", "record AreaRow: id: String", "variant Outcome 003: NO_THANKS"]
        self.assertEqual(facade.breaking(BEFORE, BEFORE + more), [])

    def test_breaks_by_a_field_more_even_at_the_end(self):
        now = [line.replace("OptionalTypeOutcome", "OptionalTypeOutcome, knocks: UInt32") for line in BEFORE]
        self.assertTrue(facade.breaking(BEFORE, now)[0].startswith("changed: record DoorRow"))

    def test_breaks_by_a_variant_in_between(self):
        now = BEFORE[:4] + ["variant Outcome 002: NOBODY_IN", "variant Outcome 003: PUT_OFF(Int64)"]
        self.assertTrue(facade.breaking(BEFORE, now)[0].startswith("changed: variant Outcome 002"))

    def test_breaks_by_what_is_gone(self):
        self.assertEqual(facade.breaking(BEFORE, BEFORE[:4]), ["gone: variant Outcome 002: PUT_OFF(Int64)"])


if __name__ == "__main__":
    unittest.main()
