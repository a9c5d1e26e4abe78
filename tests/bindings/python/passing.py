"""Handing on without the server: a file for it, two phones that meet, what goes along and what waits for a cheaper network."""

import asyncio

import doorstep
from doorstep import MemberRole, PassTo, PhoneError, SendFiles
from town import Town, interview, phone, refused


async def chapter(town: Town) -> None:
    alice, carol = town.alice, town.carol
    alice.set_send_files(SendFiles.UNMETERED)
    assert alice.send_files() == SendFiles.UNMETERED
    alice.network_costs(True)
    alice.network_changed("a mast in the next street")
    interview(alice, town.form).finish()
    path = str(town.folder / "for-carol.doorstep")
    assert alice.pack(path, PassTo.PROJECT()).entries > 0
    refused("file-exists", PhoneError.Input, lambda: alice.pack(path, PassTo.SERVER()))
    assert carol.unpack(path).new_entries > 0
    assert len(carol.responses()) == 1

    bob = phone(town.folder, "bob")
    await town.joins(bob, MemberRole.RESEARCHER)
    await alice.sync(None)
    interview(bob, town.form).finish()
    sharing = bob.share()
    met, called = await asyncio.gather(sharing.meet(20), alice.take(sharing.code()))
    assert met.sent > 0 and called.received > 0, (met, called)
    assert len(alice.responses()) == 2
    await alice.sync_without_files(None)
    assert alice.status().only_here == 0
    await bob.hang_up()
