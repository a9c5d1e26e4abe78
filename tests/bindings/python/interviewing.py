"""An interview in all its turns: languages, back and forth, a picture, people added and taken out, a card, given up."""

import doorstep
from doorstep import PageKind, PhoneError
from town import ANSWERS, FORM, Town, interview, picture, refused


def try_out() -> None:
    form = doorstep.FormFile(bytes=FORM.encode(), name="clean", beside=[])
    trial = doorstep.Interview.trial(form)
    assert trial.answer("agree", "yes").questions[0].value == "yes"


def turn_by_turn(town: Town) -> None:
    alice = town.alice
    under_way = alice.begin(doorstep.InterviewStart(form=town.form, door=alice.doors()[0].id))
    assert under_way.languages() == ["English (en)", "Español (es)"], under_way.languages()
    assert under_way.speak("Español (es)").questions[0].label == "¿Podemos contar sus respuestas?"
    under_way.speak("English (en)")
    for path in ("agree", "ok_photo"):
        under_way.answer(path, "yes")
        under_way.next()
    assert under_way.back().path == "ok_photo"
    under_way.go_to("lamp")
    under_way.attach("lamp", picture(100))
    assert under_way.attached("lamp").media == "image/png"
    page = under_way.next()
    while page.kind != PageKind.ADD_ANOTHER:
        page = under_way.next()
    page = under_way.add_another(page.path)
    assert page.questions[0].path.endswith("/age"), page
    added = page.questions[0].path
    under_way.answer(added, "41")
    assert [given.text for given in under_way.answers() if given.path == added] == ["41"]
    under_way.remove(added.rsplit("/", 1)[0])
    assert added not in [given.path for given in under_way.answers()]
    assert {row.path for row in under_way.review()} >= {"agree", "lamp"}
    assert alice.unfinished()[0].id == under_way.id()
    alice.discard(under_way.id())
    assert alice.unfinished() == []


async def chapter(town: Town) -> None:
    try_out()
    turn_by_turn(town)
    given = interview(town.alice, town.form).finish_with_card("Marigold")
    assert given.has_word and len(given.card) == 11, given
    await town.both_sync()
    assert town.carol.interview_by_card(given.card) == given.id
    assert town.carol.interview_by_card("7K2MQ-40XWT") is None
    asked = {row.path: row.label for row in town.carol.form_questions(town.form)}
    assert set(ANSWERS) <= set(asked)
    assert [row.checked_ms for row in town.carol.translations(town.form)][1] is None
    town.carol.note_translation_checked(town.form, "Español (es)", "Rosalind Quickthorn")
    assert town.carol.translations(town.form)[1].by == "Rosalind Quickthorn"
    town.carol.forget_speaker(town.form, "Español (es)")
    refused("bad-language", PhoneError.Input, lambda: town.alice.set_language("not a language"))
    town.alice.set_language("ar")
