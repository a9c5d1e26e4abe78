/** Finished interviews: looked at, corrected, left out, handed over to whoever gave them, erased. */
import doorstep.PhoneException
import doorstep.RetentionCard
import doorstep.WhyErased
import kotlin.test.assertEquals
import kotlin.test.assertNotNull
import kotlin.test.assertNull
import kotlin.test.assertTrue

fun look(town: Town, response: String) {
    val carol = town.carol
    val card = carol.response(response)
    assertEquals(listOf(response), carol.responses().map { it.id })
    assertEquals(carol.responses(), carol.responsesFrom(0uL, 1u).rows)
    assertTrue(card.consents.filter { it.agreed }.map { it.what }.containsAll(listOf("use", "photo")))
    carol.attachTo(response, "lamp", picture(10), "The first was dark")
    assertEquals("image/png", carol.file(response, carol.files(response).first().name).media)
    carol.leaveOut(response, "Somebody tried the app out")
    assertNotNull(carol.response(response).leftOut)
    carol.takeBackIn(response)
    assertNull(carol.response(response).leftOut)
}

fun release(town: Town, response: String) {
    val waiting = town.carol.wordsToRead().single()
    assertEquals(response to "best", waiting.response to waiting.path)
    town.carol.releaseWords(response, "best", "A neighbour waters everybody's pots.")
    assertEquals(listOf("A neighbour waters everybody's pots."), town.carol.quotes().map { it.words })
}

fun handOver(town: Town, response: String) {
    val held = town.carol.subjectAccess(response)
    assertEquals(listOf(NAME), held.person.map { it.words })
    assertTrue(NAME in town.carol.subjectPage(held))
    assertTrue(town.carol.subjectFile(response, held.files.first().name).bytes.isNotEmpty())
    assertEquals(listOf(response), town.carol.findPeople("thornquist").map { it.response })
}

suspend fun records(town: Town) {
    val (alice, carol) = town.alice to town.carol
    val response = interview(alice, town.form).use { it.finish() }
    town.bothSync()
    look(town, response)
    release(town, response)
    handOver(town, response)
    refused<PhoneException.NotPermitted>("not-permitted") { alice.eraseInterview(response, WhyErased.ASKED) }
    assertNull(carol.retention().answersDays)
    carol.setRetention(RetentionCard(answersDays = 700u, contactDays = 90u, wordsDays = 365u, phoneDays = 30u))
    assertEquals(90u, carol.retention().contactDays)
    assertEquals(emptyList(), carol.dueToErase())
    assertEquals(0uL, carol.eraseDue())
    carol.eraseInterview(response, WhyErased.ASKED)
    town.bothSync()
    assertEquals(listOf<WhyErased?>(WhyErased.ASKED), alice.erased().map { it.why })
    assertEquals(emptyList(), alice.responses())
}
