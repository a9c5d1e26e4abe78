/** What others see and where: thresholds, stages, groups, releases from the asking to a reply; places on a map; the practice project. */
import doorstep.InviteWish
import doorstep.MemberRole
import doorstep.NewDoor
import doorstep.Phone
import doorstep.PhoneException
import doorstep.placeOf
import kotlin.test.assertEquals
import kotlin.test.assertNull
import kotlin.test.assertTrue

const val LARK_HOUSE = """{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"ward": "Lark House"},
  "geometry": {"type": "Polygon", "coordinates": [[[0, 51], [0.01, 51], [0.01, 51.01], [0, 51.01], [0, 51]]]}}]}"""

fun onTheMap(town: Town) {
    val carol = town.carol
    val point = placeOf("51.0050, 0.0050")!!
    assertEquals(51_005_000 to 5_000, point.latitudeMillionths to point.longitudeMillionths)
    assertNull(placeOf("12 Larch Road"))
    val far = NewDoor(address = "1 Far Lane", place = placeOf("52.0000, 0.0050"))
    carol.addDoors(town.area, listOf(NewDoor(address = "14 Larch Road", place = point), far))
    carol.importBoundaries(LARK_HOUSE.toByteArray(), "ward", false)
    assertEquals(listOf(town.area), carol.outlines().map { it.area })
    val addresses = carol.doors().associate { it.id to it.address }
    assertEquals(listOf("1 Far Lane"), carol.doorsOutside().map { addresses[it]!! })
}

fun setUpOutside(carol: Phone) {
    assertEquals(5uL to 10uL, carol.thresholds().let { it.inside to it.outside })
    assertEquals(12uL, carol.setThresholds(6uL, 12uL).outside)
    refused<PhoneException.Input>("bad-threshold") { carol.setThresholds(1uL, 1uL) }
    carol.setThresholds(5uL, 10uL)
    assertTrue(carol.stages().all { it.how.isEmpty() })
    val said = carol.setStage("co-design", "Six residents wrote the questions").single { it.stage == "co-design" }
    assertEquals("Six residents wrote the questions", said.how)
    refused<PhoneException.Input>("unknown-stage") { carol.setStage("co-sleep", "x") }
    assertTrue("<html" in carol.wheelPage() && "<svg" in carol.wheelPicture())
}

suspend fun released(town: Town) {
    val carol = town.carol
    val mark = phone(town.folder, "mark")
    val invite = carol.invite(InviteWish(role = MemberRole.MANAGER, areas = emptyList()))
    carol.sync(null)
    mark.join(invite.text, null)
    assertEquals(true to false, mark.seesReleasesAlone() to carol.seesReleasesAlone())
    assertTrue(carol.releases().releases.isEmpty())
    repeat(12) { interview(town.alice, town.form).use { it.finish() } }
    town.bothSync()
    assertTrue(carol.resultsByGroup().all { it.groups.isNotEmpty() })
    assertTrue("<html" in carol.releasePreviewPage() && "12 interviews" in carol.releasePreview(100u))
    carol.setReleaseFrom(10uL)
    carol.askForRelease("First", 7uL)
    refused<PhoneException.NotPermitted>("not-permitted") { town.alice.askForRelease("Mine", 7uL) }
    repeat(2) { carol.sync(null) }
    val made = carol.releases().releases.single()
    assertEquals(listOf(1uL, 12uL), listOf(made.number, made.interviews))
    carol.replyToRelease(made.id, "Housing", "The bins are emptied twice a week now.", false)
    carol.sync(null)
    mark.sync(null)
    assertEquals(listOf("Housing"), mark.releases().releases.single().replies.map { it.who })
    assertTrue("<html" in mark.releasePage(made.id) && "12 interviews" in mark.releaseText(made.id))
    assertTrue(mark.releaseTables(made.id).startsWith("part,key,label"))
    val result = mark.releaseComparable(made.id).toByteArray()
    assertTrue("<html" in mark.comparePage(listOf(result, result)) && mark.compare(listOf(result, result)).isNotEmpty())
    refused<PhoneException.Input>("bad-comparison") { mark.compare(listOf("{}".toByteArray(), result)) }
    mark.close()
}

fun practiseAndThrowAway(alice: Phone) {
    assertTrue(!alice.isPractice() && !alice.hasPractised() && alice.practiceDoors().isEmpty())
    alice.practise().use { practice ->
        assertTrue(practice.isPractice() && alice.hasPractised())
        assertEquals(10, practice.practiceDoors().size)
        refused<PhoneException.NotNow>("practice") { practice.practise() }
    }
    alice.throwPracticeAway()
    assertTrue(!alice.hasPractised())
}

suspend fun outside(town: Town) {
    onTheMap(town)
    setUpOutside(town.carol)
    town.bothSync()
    released(town)
    practiseAndThrowAway(town.alice)
}
