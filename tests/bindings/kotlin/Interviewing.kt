/** An interview in all its turns: languages, back and forth, a picture, people added and taken out, a card, given up. */
import doorstep.FormFile
import doorstep.Interview
import doorstep.InterviewStart
import doorstep.PageKind
import doorstep.PhoneException
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertNull
import kotlin.test.assertTrue

fun tryOut() {
    val form = FormFile(bytes = TABLES.toByteArray(), name = "clean", beside = emptyList())
    val trial = Interview.trial(form)
    assertEquals("yes", trial.answer("agree", "yes").questions.single().value)
    trial.close()
    assertFailsWith<IllegalStateException> { trial.page() }
}

fun turnByTurn(town: Town) {
    val alice = town.alice
    val underWay = alice.begin(InterviewStart(form = town.form, door = alice.doors().first().id))
    assertEquals(listOf("English (en)", "Español (es)"), underWay.languages())
    assertEquals("¿Podemos contar sus respuestas?", underWay.speak("Español (es)").questions.single().label)
    underWay.speak("English (en)")
    for (path in listOf("agree", "ok_photo")) {
        underWay.answer(path, "yes")
        underWay.next()
    }
    assertEquals("ok_photo", underWay.back().path)
    underWay.goTo("lamp")
    underWay.attach("lamp", picture(100))
    assertEquals("image/png", underWay.attached("lamp")!!.media)
    var page = underWay.next()
    while (page.kind != PageKind.ADD_ANOTHER) page = underWay.next()
    val added = underWay.addAnother(page.path).questions.single().path
    assertTrue(added.endsWith("/age"))
    underWay.answer(added, "41")
    assertEquals("41", underWay.answers().single { it.path == added }.text)
    underWay.remove(added.substringBeforeLast("/"))
    assertTrue(underWay.answers().none { it.path == added })
    assertTrue(underWay.review().map { it.path }.containsAll(listOf("agree", "lamp")))
    assertEquals(underWay.id(), alice.unfinished().single().id)
    alice.discard(underWay.id())
    assertEquals(emptyList(), alice.unfinished())
}

suspend fun interviewing(town: Town) {
    tryOut()
    turnByTurn(town)
    val given = interview(town.alice, town.form).use { it.finishWithCard("Marigold") }
    assertEquals(true to 11, given.hasWord to given.card.length)
    town.bothSync()
    assertEquals(given.id, town.carol.interviewByCard(given.card))
    assertNull(town.carol.interviewByCard("7K2MQ-40XWT"))
    assertTrue(town.carol.formQuestions(town.form).map { it.path }.containsAll(GIVEN.keys))
    assertNull(town.carol.translations(town.form)[1].checkedMs)
    town.carol.noteTranslationChecked(town.form, "Español (es)", "Rosalind Quickthorn")
    assertEquals("Rosalind Quickthorn", town.carol.translations(town.form)[1].by)
    town.carol.forgetSpeaker(town.form, "Español (es)")
    refused<PhoneException.Input>("bad-language") { town.alice.setLanguage("not a language") }
    town.alice.setLanguage("ar")
}
