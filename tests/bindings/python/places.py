"""Areas, rounds, doors and whose turn they are: from a council's files, on a walk, and back."""

import doorstep
from doorstep import Outcome, PhoneError
from town import Town, refused

ADDRESSES = b"Flat;Building name;Street;Patch\nFlat 1;Elm Court;Mill Lane;Mill\nFlat 2;Elm Court;Mill Lane;Mill\n"
BOUNDARY = b"""{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"ward": "Lark House"},
  "geometry": {"type": "Polygon", "coordinates": [[[0, 51], [0.01, 51], [0.01, 51.01], [0, 51.01], [0, 51]]]}}]}"""


def set_up(town: Town) -> None:
    carol = town.carol
    assert doorstep.doors_of_range("Flats 1-3, Elm House") == [f"Flat {n}, Elm House" for n in (1, 2, 3)]
    imported = carol.import_doors(ADDRESSES, None, True)
    assert imported.added == 2 and imported.new_areas == ["Mill"], imported
    assert carol.import_boundaries(BOUNDARY, "ward", False).set == 1
    assert {row.name: row.has_boundary for row in carol.areas()} == {"Lark House": True, "Mill": False}
    spring = carol.add_round("Spring")
    assert [row.name for row in carol.rounds()] == ["Spring"]
    carol.close_round(spring)
    carol.add_round("Summer")


def knock(town: Town) -> None:
    alice, door = town.alice, town.alice.doors()[0].id
    sunday = alice.end_of_day_ms(alice.days_to_sunday())
    assert alice.local_ms(f"{alice.local_date(sunday)} 18:00") < sunday
    first = alice.knock_come_back(door, sunday)
    assert alice.doors()[0].again_ms == sunday
    alice.come_back_at(door, first, sunday + 1000)
    slip = alice.knock(door, Outcome.NO_THANKS)
    alice.undo_knock(door, slip)
    rows = alice.knocks(door)
    assert [(row.outcome, row.again_ms) for row in rows if row.id == first] == [(Outcome.COME_BACK, sunday + 1000)], rows
    assert alice.take_doors([door], None, sunday) == 1
    assert alice.doors()[0].turns[0].by.you
    assert alice.give_back_doors([door], None) == 1
    assert alice.locked_doors() == 0
    head, tail = alice.doors_from(0, 1), alice.doors_from(1, 500)
    assert head.rows + tail.rows == alice.doors() and head.all == tail.all == len(alice.doors()), head
    refused("bad-rows", PhoneError.Input, lambda: alice.doors_from(0, 501))
    assert "12 Larch Road" in alice.door_list(None) and "No means no" in alice.volunteer_guide()
    refused("not-permitted", PhoneError.NotPermitted, lambda: alice.add_area("Elsewhere"))
    assert not alice.may_set_up() and town.carol.may_set_up()


async def chapter(town: Town) -> None:
    set_up(town)
    await town.both_sync()
    knock(town)
    town.carol.add_doors(town.area, [doorstep.NewDoor(address="12 Larch Rd")])
    pairs = town.carol.doors_maybe_same()
    assert len(pairs) == 1, pairs
    town.carol.link_doors(pairs[0].one, pairs[0].other, True)
    assert town.carol.doors_maybe_same() == []
    await town.both_sync()
