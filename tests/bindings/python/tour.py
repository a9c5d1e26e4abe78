"""The tour of the library in Python: found, invite, collect, sync with a real server, read the result; `Tour.kt` is its twin.

`run` starts it. Every step asserts what it says.
"""

import asyncio
import pathlib
import tempfile

import doorstep
from doorstep import PageKind, PhoneError
from town import RESPONSIBLE, Server, phone, refused, refused_later

FORM = pathlib.Path("tests/forms/neighbourhood_coassessment.xlsx")
ANSWERS = {
    "age_ok": "yes",
    "agree": "yes",
    "view": "resident",
    "pair_clean/imp_clean": "a_lot",
    "pair_clean/sat_clean": "unhappy",
    "ok_quote": "yes",
    "ok_share": "yes",
    "ok_contact": "no",
}


class Lines(doorstep.LogSink):
    """Keeps what the library logs."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def log(self, level: doorstep.LogLevel, line: str) -> None:
        self.lines.append(line)


class Watch(doorstep.SyncObserver):
    """Keeps how far a sync has come."""

    def __init__(self) -> None:
        self.sent = 0

    def progress(self, progress: doorstep.SyncProgress) -> None:
        self.sent = max(self.sent, progress.sent)


class Clumsy(doorstep.SyncObserver):
    """Throws at every step, which must not hurt a sync."""

    def progress(self, progress: doorstep.SyncProgress) -> None:
        raise RuntimeError("the app's own mistake")


def collect(alice: doorstep.Phone, form: str, door: str) -> str:
    """Runs an interview page by page, is interrupted once, and finishes it."""
    interview = alice.begin(doorstep.InterviewStart(form=form, door=door))
    page, answered = interview.page(), set()
    while page.kind != PageKind.REVIEW:
        if page.kind == PageKind.QUESTIONS:
            for question in page.questions:
                if question.path in ANSWERS:
                    interview.answer(question.path, ANSWERS[question.path])
                    answered.add(question.path)
        if "agree" in answered and len(alice.unfinished()) == 1 and not page.done % 7:
            interview = alice.resume(interview.id())
        page = interview.next()
    assert answered == set(ANSWERS), set(ANSWERS) - answered
    refused("bad-answer", PhoneError.Input, lambda: interview.answer("view", "king"))
    return interview.finish()


async def leave(coordinator: doorstep.Phone, alice: doorstep.Phone) -> None:
    """Alice's rights are taken back: her phone shows nothing, and what it still holds is handed over and held back."""
    row = next(row for row in coordinator.members() if row.role == doorstep.MemberRole.RESEARCHER)
    assert "Doorstep" in row.system and coordinator.what_was_on(row.device).own_interviews == 1
    alice.knock(alice.doors()[0].id, doorstep.Outcome.COME_BACK)
    coordinator.revoke_member(row.member)
    await coordinator.sync(None)
    report = await alice.sync(None)
    assert report.status.standing == doorstep.PhoneStanding.REVOKED and report.status.unsent == 0, report
    refused("revoked", PhoneError.NotNow, alice.responses)
    await coordinator.sync(None)
    held = coordinator.held_back()
    assert len(held) == 1 and not held[0].is_interview, held
    refused("unknown-record", PhoneError.Absent, lambda: coordinator.held_back_answers(held[0].id))
    assert coordinator.release_held_back(held[0].id) == 1
    assert coordinator.held_back() == []


async def tour(folder: pathlib.Path, server: Server, lines: Lines) -> None:
    coordinator, alice, bob = (phone(folder, name) for name in ["coordinator", "alice", "bob"])
    refused("store-in-use", PhoneError.Storage, lambda: phone(folder, "alice"))
    refused("no-project", PhoneError.NotNow, coordinator.project)

    founded = coordinator.found("Larkfield")
    assert len(founded.recovery_sheet) > 64
    assert coordinator.project().missing == ["controller", "contact", "lawful-basis", "privacy-notice"]
    coordinator.set_responsible(RESPONSIBLE)
    assert coordinator.project().missing == []
    other_key = server.address(key="ab" * 32)
    await refused_later("wrong-server-key", PhoneError.Network, coordinator.link_server(other_key, None))
    wrong_token = server.address(token="nonsense")
    await refused_later("wrong-token", PhoneError.TurnedAway, coordinator.link_server(wrong_token, None))
    await coordinator.link_server(server.address(), None)

    area = coordinator.add_area("Lark House")
    coordinator.add_doors(area, [doorstep.NewDoor(address="12 Larch Road")])
    added = coordinator.add_form(FORM.read_bytes(), "questionnaire")
    refused("bad-form", PhoneError.Form, lambda: coordinator.add_form(b"not a form", "x"))
    await coordinator.sync(Clumsy())

    wish = doorstep.InviteWish(role=doorstep.MemberRole.RESEARCHER, areas=[area])
    invite = coordinator.invite(wish)
    assert doorstep.read_invite(invite.text).project == "Larkfield"
    await coordinator.sync(None)
    refused("bad-invite", PhoneError.Input, lambda: doorstep.read_invite("hello"))
    await alice.join(invite.text, None)
    assert alice.project().role == doorstep.MemberRole.RESEARCHER
    await refused_later("invite-used", PhoneError.TurnedAway, bob.join(invite.text, None))

    door = alice.doors()[0]
    alice.knock(door.id, doorstep.Outcome.TALKED)
    assert [row.version for row in alice.forms()] == [added.version]
    response = collect(alice, added.version, door.id)
    assert alice.saved(response) == doorstep.Whereabouts.ONLY_HERE
    assert alice.status().only_here == 1

    abandoned = asyncio.create_task(alice.sync(None))
    await asyncio.sleep(0)
    abandoned.cancel()
    watch = Watch()
    report = await alice.sync(watch)
    assert report.status.safe == 1 and report.refused == [], report
    assert alice.saved(response) == doorstep.Whereabouts.ON_SERVER

    await coordinator.sync(None)
    coordinator.correct(response, "pair_clean/sat_clean", "happy", "She rang back")
    alice.correct(response, "pair_clean/sat_clean", "mixed", "She said so at the door")
    await coordinator.sync(watch)
    assert watch.sent > 0
    await alice.sync(None)
    await coordinator.sync(None)
    two = coordinator.two_answers()[0]
    assert [opinion.words for opinion in two.opinions] != [], two
    coordinator.decide(two.response, two.path, doorstep.Choice.KEEP(two.opinions[0].given))
    assert coordinator.two_answers() == []
    assert coordinator.undo(two.response, two.path) == 1
    coordinator.decide(two.response, two.path, doorstep.Choice.KEEP(coordinator.two_answers()[0].opinions[0].given))
    await coordinator.sync(None)
    await alice.sync(None)

    assert coordinator.results().interviews == 1
    assert coordinator.results().fingerprint == alice.results().fingerprint
    assert "One interview counts towards this result." in coordinator.results_text(400)
    assert any("session" in line for line in lines.lines), lines.lines
    assert not any("Larch" in line for line in lines.lines)
    await leave(coordinator, alice)
    await alice.hang_up()


def main() -> None:
    lines = Lines()
    doorstep.set_log(lines, doorstep.LogLevel.INFO)
    with tempfile.TemporaryDirectory() as folder, Server(pathlib.Path(folder)) as server:
        asyncio.run(tour(pathlib.Path(folder), server, lines))
    doorstep.set_log(None, doorstep.LogLevel.ERROR)
    print("python: founded, invited, collected, synced, decided, revoked; both phones show the same result")


if __name__ == "__main__":
    main()
