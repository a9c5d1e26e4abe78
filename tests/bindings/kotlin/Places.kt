/** Areas, rounds, doors and whose turn they are: from a council's files, on a walk, and back. */
import doorstep.NewDoor
import doorstep.Outcome
import doorstep.PhoneException
import doorstep.doorsOfRange
import kotlin.test.assertEquals
import kotlin.test.assertTrue

const val ADDRESSES = "Flat;Building name;Street;Patch\nFlat 1;Elm Court;Mill Lane;Mill\nFlat 2;Elm Court;Mill Lane;Mill\n"
const val BOUNDARY = """{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"ward": "Lark House"},
  "geometry": {"type": "Polygon", "coordinates": [[[0, 51], [0.01, 51], [0.01, 51.01], [0, 51.01], [0, 51]]]}}]}"""

fun setUpPlaces(town: Town) {
    val carol = town.carol
    assertEquals((1..3).map { "Flat $it, Elm House" }, doorsOfRange("Flats 1-3, Elm House"))
    val imported = carol.importDoors(ADDRESSES.toByteArray(), null, true)
    assertEquals(2uL to listOf("Mill"), imported.added to imported.newAreas)
    assertEquals(1uL, carol.importBoundaries(BOUNDARY.toByteArray(), "ward", false).set)
    assertEquals(mapOf("Lark House" to true, "Mill" to false), carol.areas().associate { it.name to it.hasBoundary })
    val spring = carol.addRound("Spring")
    assertEquals(listOf("Spring"), carol.rounds().map { it.name })
    carol.closeRound(spring)
    carol.addRound("Summer")
}

fun knockAndTakeTurns(town: Town) {
    val alice = town.alice
    val door = alice.doors().first().id
    val sunday = alice.endOfDayMs(alice.daysToSunday())
    assertTrue(alice.localMs("${alice.localDate(sunday)} 18:00") < sunday)
    val first = alice.knockComeBack(door, sunday)
    assertEquals(sunday, alice.doors().first().againMs)
    alice.comeBackAt(door, first, sunday + 1000)
    alice.undoKnock(door, alice.knock(door, Outcome.NO_THANKS))
    val kept = alice.knocks(door).single { it.id == first }
    assertEquals(Outcome.COME_BACK to sunday + 1000, kept.outcome to kept.againMs)
    assertEquals(1uL, alice.takeDoors(listOf(door), null, sunday))
    assertTrue(alice.doors().first().turns.first().by!!.you)
    assertEquals(1uL, alice.giveBackDoors(listOf(door), null))
    assertEquals(0uL, alice.lockedDoors())
    val (head, tail) = alice.doorsFrom(0uL, 1u) to alice.doorsFrom(1uL, 500u)
    assertEquals(alice.doors(), head.rows + tail.rows)
    assertEquals(alice.doors().size.toULong(), head.all)
    refused<PhoneException.Input>("bad-rows") { alice.doorsFrom(0uL, 501u) }
    assertTrue("12 Larch Road" in alice.doorList(null) && "No means no" in alice.volunteerGuide())
    refused<PhoneException.NotPermitted>("not-permitted") { alice.addArea("Elsewhere") }
    assertEquals(true to false, town.carol.maySetUp() to alice.maySetUp())
}

suspend fun places(town: Town) {
    setUpPlaces(town)
    town.bothSync()
    knockAndTakeTurns(town)
    town.carol.addDoors(town.area, listOf(NewDoor(address = "12 Larch Rd")))
    val pair = town.carol.doorsMaybeSame().single()
    town.carol.linkDoors(pair.one, pair.other, true)
    assertEquals(emptyList(), town.carol.doorsMaybeSame())
    town.bothSync()
}
