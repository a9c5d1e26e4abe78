"""Finished interviews: looked at, corrected, left out, handed over to whoever gave them, erased."""

import doorstep
from doorstep import PhoneError, WhyErased
from town import NAME, Town, interview, picture, refused


def look(town: Town, response: str) -> None:
    carol = town.carol
    card = carol.response(response)
    assert [row.id for row in carol.responses()] == [response] and not card.withdrawn
    assert carol.responses_from(0, 1).rows == carol.responses()
    assert {row.what for row in card.consents if row.agreed} >= {"use", "photo"}
    carol.attach_to(response, "lamp", picture(10), "The first was dark")
    files = carol.files(response)
    assert files and carol.file(response, files[0].name).media == "image/png", files
    carol.leave_out(response, "Somebody tried the app out")
    assert carol.response(response).left_out
    carol.take_back_in(response)
    assert carol.response(response).left_out is None


def release(town: Town, response: str) -> None:
    carol = town.carol
    waiting = carol.words_to_read()
    assert [(row.response, row.path) for row in waiting] == [(response, "best")], waiting
    carol.release_words(response, "best", "A neighbour waters everybody's pots.")
    assert [row.words for row in carol.quotes()] == ["A neighbour waters everybody's pots."]


def hand_over(town: Town, response: str) -> None:
    carol = town.carol
    held = carol.subject_access(response)
    assert [row.words for row in held.person] == [NAME], held
    assert NAME in carol.subject_page(held)
    assert carol.subject_file(response, held.files[0].name).bytes
    assert [row.response for row in carol.find_people("thornquist")] == [response]


async def chapter(town: Town) -> None:
    alice, carol = town.alice, town.carol
    response = interview(alice, town.form).finish()
    await town.both_sync()
    look(town, response)
    release(town, response)
    hand_over(town, response)
    refused("not-permitted", PhoneError.NotPermitted, lambda: alice.erase_interview(response, WhyErased.ASKED))
    assert carol.retention().answers_days is None
    carol.set_retention(doorstep.RetentionCard(answers_days=700, contact_days=90, words_days=365, phone_days=30))
    assert carol.retention().contact_days == 90
    assert carol.due_to_erase() == [] and carol.erase_due() == 0
    carol.erase_interview(response, WhyErased.ASKED)
    await town.both_sync()
    assert [row.why for row in alice.erased()] == [WhyErased.ASKED]
    assert alice.responses() == []
