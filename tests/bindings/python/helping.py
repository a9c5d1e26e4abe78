"""What keeps people safe and helped: numbers to call, doors that are not safe alone, a reminder, slips of who asked for help, a name."""

import asyncio
import datetime
import queue

import doorstep
from doorstep import Change, HelpState, HowHelped, NotSafe, PhoneError, Whereabouts
from town import Town, interview, refused

REACH = "020 7946 0000"


def now_ms() -> float:
    return datetime.datetime.now(datetime.timezone.utc).timestamp() * 1000


class Heard(doorstep.ChangeListener):
    """Keeps what changed."""

    def __init__(self) -> None:
        self.changes: "queue.Queue[list[Change]]" = queue.Queue()

    def changed(self, what: "list[Change]") -> None:
        self.changes.put(what)


def write_down(town: Town) -> None:
    carol, alice = town.carol, town.alice
    assert carol.helplines() == [] and carol.help_kinds() == []
    police = doorstep.HelplineRow(who="Police", number="999")
    carol.set_helplines([police])
    refused("not-permitted", PhoneError.NotPermitted, lambda: alice.set_helplines([police]))
    refused("bad-number", PhoneError.Input, lambda: carol.set_helplines([doorstep.HelplineRow(who="Police", number="call")]))
    repairs = doorstep.HelpKindRow(name="Repairs", to="Housing team", days=7)
    carol.set_help_kinds([repairs])
    refused("bad-help-days", PhoneError.Input, lambda: carol.set_help_kinds([doorstep.HelpKindRow(name="Repairs", to="Us", days=0)]))


def slip(town: Town, response: "str | None", said_yes: bool = True) -> doorstep.NewHelpSlip:
    door = town.alice.doors()[0].id
    return doorstep.NewHelpSlip(door=door, kind="Repairs", words="The lift", reach=REACH, said_yes=said_yes, interview=response)


async def help_somebody(town: Town) -> None:
    carol, alice = town.carol, town.alice
    response = interview(alice, town.form).finish()
    refused("not-to-be-passed-on", PhoneError.Input, lambda: alice.ask_for_help(slip(town, None, said_yes=False)))
    first, second, third = (alice.ask_for_help(slip(town, after)) for after in (response, None, None))
    assert [row.id for row in alice.own_help_slips()] == [third, second, first]
    refused("not-permitted", PhoneError.NotPermitted, alice.help_slips)
    await town.both_sync()
    assert {row.saved for row in alice.own_help_slips()} == {Whereabouts.ON_SERVER}
    seen = {row.id: row for row in carol.help_slips()}
    assert seen[first].interview == response and seen[second].interview is None and seen[second].reach == REACH
    assert seen[first].state == HelpState.OPEN and seen[first].to == "Housing team" and seen[first].answer_by_ms > seen[first].asked_ms
    assert [row.words for row in carol.subject_access(response).slips] == ["The lift"]

    today = datetime.date.today().isoformat()
    ending = doorstep.HelpEnding(how=HowHelped.DONE, what="Mended", told_on=None)
    carol.end_help_slip(first, ending)
    carol.end_help_slip(first, doorstep.HelpEnding(how=HowHelped.DONE, what="Rang them", told_on=today))
    refused("bad-day", PhoneError.Input, lambda: carol.end_help_slip(first, doorstep.HelpEnding(how=HowHelped.DONE, what="x", told_on="soon")))
    refused("bad-end", PhoneError.Input, lambda: carol.end_help_slip(first, doorstep.HelpEnding(how=HowHelped.OTHERWISE, what="x", told_on=None)))
    answered = next(row for row in carol.help_slips() if row.id == first)
    assert answered.state == HelpState.ANSWERED and [end.told_on for end in answered.ends] == [None, today], answered
    alice.take_back_help_slip(second)
    refused("unknown-record", PhoneError.Absent, lambda: alice.take_back_help_slip(second))
    carol.erase_help_slip(third)
    await town.both_sync()
    await town.both_sync()
    assert [row.id for row in carol.help_slips()] == [first]
    assert [row.id for row in alice.own_help_slips()] == [first]
    assert len(alice.closing().slips) == 1


async def be_reminded(alice: doorstep.Phone) -> None:
    heard = Heard()
    alice.listen(heard)
    refused("bad-check-in", PhoneError.Input, lambda: alice.begin_check_in("late"))
    tomorrow = alice.end_of_day_ms(0) + 1000
    hours = [hour for hour in range(24) if 0 < (alice.local_ms(f"{alice.local_date(tomorrow)} {hour:02}:30") - now_ms()) % 86_400_000 < 11 * 3_600_000]
    later = f"{hours[0]:02}:30"
    alice.begin_check_in(later)
    said = alice.check_in()
    assert said.until == later and not said.is_over and said.until_ms > said.since_ms, said
    assert await asyncio.to_thread(heard.changes.get, timeout=20) == [Change.HERE]
    alice.end_check_in()
    assert alice.check_in() is None
    alice.listen(None)


async def chapter(town: Town) -> None:
    carol, alice = town.carol, town.alice
    write_down(town)
    await town.both_sync()
    assert [row.number for row in alice.helplines()] == ["999"]
    assert [row.days for row in alice.help_kinds()] == [7]
    door = alice.doors()[0].id
    alice.mark_door_unsafe(door, NotSafe.DARK, alice.end_of_day_ms(30))
    await town.both_sync()
    assert carol.doors()[0].not_safe == NotSafe.DARK
    carol.mark_door_safe(door)
    assert carol.doors()[0].not_safe is None
    await help_somebody(town)
    await be_reminded(alice)
    alice.set_my_name(doorstep.MyName(name="Alice Okafor", reach="07700 900123"))
    assert alice.my_name().name == "Alice Okafor"
    await town.both_sync()
    assert any(row.name == "Alice Okafor" for row in carol.members())
    alice.set_my_name(None)
    assert alice.my_name() is None
    about = alice.about_phone()
    assert about.store_bytes > 0 and about.practice_bytes == 0 and about.last_contact_ms and len(about.fingerprint) == 19, about
