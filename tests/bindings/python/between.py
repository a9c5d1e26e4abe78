"""Between projects and between people: packs of questions, codes, hours, several interviews at one door."""

import doorstep
from doorstep import CountingRule, GaveAs, HoursWish, InResults, PackStory, PackWish, PhoneError, WorkKind
from town import Town, interview, refused


def packs(town: Town) -> None:
    carol = town.carol
    carol.set_code("Bins", "Whatever is about rubbish")
    assert [row.name for row in carol.codes()] == ["Bins"]
    story = PackStory(who="Six residents", place="Larch Road", when="Spring", changed="The bins were moved", ask="", ask_agreed=False)
    wish = PackWish(questionnaire=town.form, questions=["sat"], title="Clean stairs", organisation="Larkfield", story=story, criteria=True, codes=True)
    file = carol.make_pack(wish).encode()
    card = carol.read_pack(file)
    assert (card.name.title, [row.path for row in card.questions], card.taken) == ("Clean stairs", ["sat"], False), card
    assert card.questions[0].asked_here and [row.name for row in card.codes] == ["Bins"]
    draft = carol.pack_draft(file, town.form)
    assert (draft.added, draft.already) == ([], ["sat"]) and draft.workbook.startswith(b"PK"), draft
    assert carol.take_pack(file).name.title == "Clean stairs"
    assert [row.name.pack for row in carol.taken_packs()] == [card.name.pack]
    refused("bad-pack", PhoneError.Input, lambda: carol.read_pack(b"{}"))


def hours(carol: doorstep.Phone) -> None:
    assert carol.hours().mine == []
    wish = HoursWish(day="2026-03-14", minutes=90, work=WorkKind.KNOCKING, gave_as=GaveAs.VOLUNTEER)
    noted = carol.note_hours(wish).mine
    assert [(row.minutes, row.work) for row in noted] == [(90, WorkKind.KNOCKING)]
    wish.minutes = 120
    assert carol.correct_hours(noted[0].id, wish).minutes == 120
    assert carol.take_hours_back(noted[0].id).mine == []


async def one_door(town: Town) -> None:
    alice, carol = town.alice, town.carol
    one, other = (interview(alice, town.form).finish() for _ in range(2))
    await town.both_sync()
    assert carol.counting_rule() == CountingRule.ANYONE
    carol.set_counting_rule(CountingRule.ONE_PER_HOME)
    found = next(row for row in carol.several_at_one_door() if one in [held.response for held in row.interviews])
    assert [held.in_results for held in found.interviews].count(InResults.COUNTS) == 1, found
    assert carol.side_by_side(one, other).rows == []
    carol.set_counting_rule(CountingRule.ANYONE)
    assert not carol.is_blurred()
    carol.set_blurred(True)
    assert carol.is_blurred()
    carol.set_blurred(False)


async def chapter(town: Town) -> None:
    packs(town)
    hours(town.carol)
    await one_door(town)
