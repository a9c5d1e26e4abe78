"""Who is in: invites used and taken back, a printed one with its code, another role, a lost phone, a PIN, the recovery sheet."""

import doorstep
from doorstep import MemberRole, PhoneError
from town import Town, phone, refused


async def invite(town: Town) -> None:
    carol, bob = town.carol, phone(town.folder, "bob")
    wish = doorstep.InviteWish(role=MemberRole.RESEARCHER, areas=[town.area])
    unused = carol.invite(wish)
    moved = doorstep.invite_at(unused.text, "127.0.0.2:9", "ab" * 32)
    assert moved != unused.text and doorstep.read_invite(moved).project == "Larkfield"
    rows = [row for row in carol.open_invites() if not row.is_recovery_sheet]
    assert len(rows) == 1, rows
    carol.take_invite_back(rows[0].invite)
    assert [row for row in carol.open_invites() if not row.is_recovery_sheet] == []
    printed = carol.invite(doorstep.InviteWish(role=MemberRole.RESEARCHER, areas=[town.area], printed=True))
    await carol.sync(None)
    await bob.join(printed.text, None)
    assert bob.status().standing == doorstep.PhoneStanding.WAITING
    await carol.sync(None)
    waiting = next(row for row in carol.members() if row.state == doorstep.MemberState.WAITING)
    refused("wrong-code", PhoneError.Input, lambda: carol.confirm_member(waiting.device, "000000"))
    carol.confirm_member(waiting.device, waiting.code)
    carol.change_role(waiting.member, MemberRole.RESIDENT, [])
    await carol.sync(None)
    carol.revoke_phone(waiting.device)
    await carol.sync(None)


def pin(alice: doorstep.Phone) -> None:
    refused("pin-too-easy", PhoneError.Input, lambda: alice.set_pin("123456", None))
    alice.set_pin("294081", None)
    alice.lock()
    assert alice.pin().is_locked
    refused("pin-needed", PhoneError.NotNow, alice.doors)
    alice.unlock("294081")
    alice.remove_pin("294081")
    assert not alice.pin().is_set


async def chapter(town: Town) -> None:
    await invite(town)
    pin(town.alice)
    sheet = town.carol.new_recovery_sheet()
    assert sheet.is_recovery_sheet
    assert "<html" in town.carol.recovery_page(sheet.text)
    assert town.carol.may_hand_on() and not town.alice.may_hand_on()
