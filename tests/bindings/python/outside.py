"""What others see and where: thresholds, stages, groups, releases from the asking to a reply; places on a map; the practice project."""

import json

import doorstep
from doorstep import MemberRole, PhoneError
from town import Town, interview, phone, refused


def places(town: Town) -> None:
    carol = town.carol
    point = doorstep.place_of("51.0050, 0.0050")
    assert (point.latitude_millionths, point.longitude_millionths) == (51_005_000, 5_000)
    assert doorstep.place_of("12 Larch Road") is None
    far = doorstep.place_of("52.0000, 0.0050")
    carol.add_doors(town.area, [doorstep.NewDoor(address="14 Larch Road", place=point), doorstep.NewDoor(address="1 Far Lane", place=far)])
    ring = [[0, 51], [0.01, 51], [0.01, 51.01], [0, 51.01], [0, 51]]
    feature = {"type": "Feature", "properties": {"ward": "Lark House"}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    carol.import_boundaries(json.dumps({"type": "FeatureCollection", "features": [feature]}).encode(), "ward", False)
    outlines = carol.outlines()
    assert [row.area for row in outlines] == [town.area] and len(outlines[0].rings[0]) >= 4, outlines
    outside = {row.id: row.address for row in carol.doors()}
    assert [outside[door] for door in carol.doors_outside()] == ["1 Far Lane"]


def set_up(carol: doorstep.Phone) -> None:
    assert (carol.thresholds().inside, carol.thresholds().outside) == (5, 10)
    assert carol.set_thresholds(6, 12).outside == 12
    refused("bad-threshold", PhoneError.Input, lambda: carol.set_thresholds(1, 1))
    carol.set_thresholds(5, 10)
    assert [row.how for row in carol.stages()] == ["", "", "", ""]
    stages = {row.stage: row.how for row in carol.set_stage("co-design", "Six residents wrote the questions")}
    assert stages["co-design"] == "Six residents wrote the questions"
    refused("unknown-stage", PhoneError.Input, lambda: carol.set_stage("co-sleep", "x"))
    assert "<html" in carol.wheel_page() and "<svg" in carol.wheel_picture()


async def release(town: Town) -> None:
    carol, mark = town.carol, phone(town.folder, "mark")
    invite = carol.invite(doorstep.InviteWish(role=MemberRole.MANAGER, areas=[]))
    await carol.sync(None)
    await mark.join(invite.text, None)
    assert mark.sees_releases_alone() and not carol.sees_releases_alone()
    assert carol.releases().releases == [] and carol.releases().release_from is None
    for _ in range(12):
        interview(town.alice, town.form).finish()
    await town.both_sync()
    groups = carol.results_by_group()
    assert all(card.groups for card in groups), groups
    assert "<html" in carol.release_preview_page() and "12 interviews" in carol.release_preview(100)
    carol.set_release_from(10)
    carol.ask_for_release("First", 7)
    refused("not-permitted", PhoneError.NotPermitted, lambda: town.alice.ask_for_release("Mine", 7))
    for _ in range(2):
        await carol.sync(None)
    listed = carol.releases()
    made = listed.releases[0]
    assert (made.number, made.name, made.interviews, made.published, listed.release_from) == (1, "First", 12, False, 10), listed
    carol.reply_to_release(made.id, "Housing", "The bins are emptied twice a week now.", False)
    await carol.sync(None)
    await mark.sync(None)
    assert [row.who for row in mark.releases().releases[0].replies] == ["Housing"]
    assert "<html" in mark.release_page(made.id) and "12 interviews" in mark.release_text(made.id)
    assert mark.release_tables(made.id).startswith("part,key,label")
    result = mark.release_comparable(made.id).encode()
    assert json.loads(result) and "<html" in mark.compare_page([result, result]) and mark.compare([result, result])
    refused("bad-comparison", PhoneError.Input, lambda: mark.compare([b"{}", result]))
    await mark.hang_up()


def practise(alice: doorstep.Phone) -> None:
    assert not alice.is_practice() and not alice.has_practised() and alice.practice_doors() == []
    practice = alice.practise()
    assert practice.is_practice() and alice.has_practised()
    doors = practice.practice_doors()
    assert len(doors) == 10 and sum(bool(door.answers) for door in doors) >= 1, doors
    refused("practice", PhoneError.NotNow, practice.practise)
    del practice
    alice.throw_practice_away()
    assert not alice.has_practised()


async def chapter(town: Town) -> None:
    places(town)
    set_up(town.carol)
    await town.both_sync()
    await release(town)
    practise(town.alice)
