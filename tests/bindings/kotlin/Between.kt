/** Between projects and between people: packs of questions, codes, hours, several interviews at one door. */
import doorstep.CountingRule
import doorstep.GaveAs
import doorstep.HoursWish
import doorstep.InResults
import doorstep.PackStory
import doorstep.PackWish
import doorstep.Phone
import doorstep.PhoneException
import doorstep.WorkKind
import kotlin.test.assertEquals
import kotlin.test.assertTrue

fun inPacks(town: Town) {
    val carol = town.carol
    carol.setCode("Bins", "Whatever is about rubbish")
    assertEquals(listOf("Bins"), carol.codes().map { it.name })
    val story = PackStory(who = "Six residents", place = "Larch Road", `when` = "Spring", changed = "The bins were moved", ask = "", askAgreed = false)
    val wish = PackWish(
        questionnaire = town.form, questions = listOf("sat"), title = "Clean stairs", organisation = "Larkfield",
        story = story, criteria = true, codes = true,
    )
    val file = carol.makePack(wish).toByteArray()
    val card = carol.readPack(file)
    assertEquals("Clean stairs" to listOf("sat"), card.name.title to card.questions.map { it.path })
    assertTrue(card.questions.single().askedHere && !card.taken)
    val draft = carol.packDraft(file, town.form)
    assertEquals(listOf("sat"), draft.already)
    assertEquals("Clean stairs", carol.takePack(file).name.title)
    assertEquals(listOf(card.name.pack), carol.takenPacks().map { it.name.pack })
    refused<PhoneException.Input>("bad-pack") { carol.readPack("{}".toByteArray()) }
}

fun inHours(carol: Phone) {
    assertTrue(carol.hours().mine.isEmpty())
    val wish = HoursWish(day = "2026-03-14", minutes = 90u, work = WorkKind.KNOCKING, gaveAs = GaveAs.VOLUNTEER)
    val noted = carol.noteHours(wish).mine.single()
    assertEquals(90u to WorkKind.KNOCKING, noted.minutes to noted.work)
    assertEquals(120uL, carol.correctHours(noted.id, wish.copy(minutes = 120u)).minutes)
    assertTrue(carol.takeHoursBack(noted.id).mine.isEmpty())
}

suspend fun atOneDoor(town: Town) {
    val (alice, carol) = town.alice to town.carol
    val (one, other) = List(2) { interview(alice, town.form).use { it.finish() } }
    town.bothSync()
    assertEquals(CountingRule.ANYONE, carol.countingRule())
    carol.setCountingRule(CountingRule.ONE_PER_HOME)
    val found = carol.severalAtOneDoor().single { row -> row.interviews.any { it.response == one } }
    assertEquals(1, found.interviews.count { it.inResults == InResults.COUNTS })
    assertTrue(carol.sideBySide(one, other).rows.isEmpty())
    carol.setCountingRule(CountingRule.ANYONE)
    assertTrue(!carol.isBlurred())
    carol.setBlurred(true)
    assertTrue(carol.isBlurred())
    carol.setBlurred(false)
}

suspend fun between(town: Town) {
    inPacks(town)
    inHours(town.carol)
    atOneDoor(town)
}
