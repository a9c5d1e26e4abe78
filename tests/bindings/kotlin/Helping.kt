/** What keeps people safe and helped: numbers to call, doors that are not safe alone, a reminder, slips of who asked for help, a name. */
import doorstep.Change
import doorstep.ChangeListener
import doorstep.HelpEnding
import doorstep.HelpKindRow
import doorstep.HelpState
import doorstep.HelplineRow
import doorstep.HowHelped
import doorstep.MyName
import doorstep.NewHelpSlip
import doorstep.NotSafe
import doorstep.Phone
import doorstep.PhoneException
import doorstep.Whereabouts
import java.time.LocalDate
import java.time.LocalTime
import java.time.ZoneId
import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.TimeUnit
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertNotNull
import kotlin.test.assertNull
import kotlin.test.assertTrue

const val REACH = "020 7946 0000"

fun writeDown(town: Town) {
    val (alice, carol) = town.alice to town.carol
    assertTrue(carol.helplines().isEmpty() && carol.helpKinds().isEmpty())
    val police = HelplineRow(who = "Police", number = "999")
    carol.setHelplines(listOf(police))
    refused<PhoneException.NotPermitted>("not-permitted") { alice.setHelplines(listOf(police)) }
    refused<PhoneException.Input>("bad-number") { carol.setHelplines(listOf(police.copy(number = "call"))) }
    val repairs = HelpKindRow(name = "Repairs", to = "Housing team", days = 7u)
    carol.setHelpKinds(listOf(repairs))
    refused<PhoneException.Input>("bad-help-days") { carol.setHelpKinds(listOf(repairs.copy(days = 0u))) }
}

fun slip(town: Town, response: String?) = NewHelpSlip(
    door = town.alice.doors().first().id, kind = "Repairs", words = "The lift", reach = REACH, saidYes = true, interview = response,
)

suspend fun helpSomebody(town: Town) {
    val (alice, carol) = town.alice to town.carol
    val response = interview(alice, town.form).use { it.finish() }
    refused<PhoneException.Input>("not-to-be-passed-on") { alice.askForHelp(slip(town, null).copy(saidYes = false)) }
    val (first, second, third) = listOf(response, null, null).map { alice.askForHelp(slip(town, it)) }
    assertEquals(listOf(third, second, first), alice.ownHelpSlips().map { it.id })
    refused<PhoneException.NotPermitted>("not-permitted") { alice.helpSlips() }
    town.bothSync()
    assertEquals(setOf(Whereabouts.ON_SERVER), alice.ownHelpSlips().map { it.saved }.toSet())
    val seen = carol.helpSlips().associateBy { it.id }
    assertEquals(response, seen[first]!!.interview)
    assertEquals(listOf(REACH, "Housing team"), seen[second]!!.let { listOf(it.reach, it.to) })
    assertEquals(HelpState.OPEN, seen[first]!!.state)
    assertEquals(listOf("The lift"), carol.subjectAccess(response).slips.map { it.words })

    val today = LocalDate.now(ZoneId.of("Europe/London")).toString()
    val ending = HelpEnding(how = HowHelped.DONE, what = "Mended", toldOn = null)
    carol.endHelpSlip(first, ending)
    carol.endHelpSlip(first, ending.copy(toldOn = today))
    refused<PhoneException.Input>("bad-day") { carol.endHelpSlip(first, ending.copy(toldOn = "soon")) }
    refused<PhoneException.Input>("bad-end") { carol.endHelpSlip(first, ending.copy(how = HowHelped.OTHERWISE)) }
    val answered = carol.helpSlips().single { it.id == first }
    assertEquals(HelpState.ANSWERED to listOf(null, today), answered.state to answered.ends.map { it.toldOn })
    alice.takeBackHelpSlip(second)
    carol.eraseHelpSlip(third)
    town.bothSync()
    town.bothSync()
    assertEquals(listOf(first), carol.helpSlips().map { it.id })
    assertEquals(listOf(first), alice.ownHelpSlips().map { it.id })
    assertEquals(1, alice.closing().slips.size)
}

fun beReminded(alice: Phone) {
    val heard = LinkedBlockingQueue<List<Change>>()
    alice.listen(object : ChangeListener {
        override fun changed(what: List<Change>) {
            heard.add(what)
        }
    })
    refused<PhoneException.Input>("bad-check-in") { alice.beginCheckIn("late") }
    val later = LocalTime.now(ZoneId.of("Europe/London")).plusHours(2).withSecond(0).withNano(0).toString()
    alice.beginCheckIn(later)
    val said = alice.checkIn()!!
    assertEquals(later, said.until)
    assertTrue(!said.isOver && said.untilMs > said.sinceMs)
    assertEquals(listOf(Change.HERE), heard.poll(20, TimeUnit.SECONDS))
    alice.endCheckIn()
    assertNull(alice.checkIn())
    alice.listen(null)
}

suspend fun sayNames(town: Town) {
    val (alice, carol) = town.alice to town.carol
    alice.setMyName(MyName(name = "Alice Okafor", reach = "07700 900123"))
    assertEquals("Alice Okafor", alice.myName()?.name)
    town.bothSync()
    assertTrue(carol.members().any { it.name == "Alice Okafor" })
    alice.setMyName(null)
    assertNull(alice.myName())
    val about = alice.aboutPhone()
    assertTrue(about.storeBytes > 0uL && about.practiceBytes == 0uL && about.fingerprint.length == 19)
    assertNotNull(about.lastContactMs)
}

suspend fun helping(town: Town) {
    val (alice, carol) = town.alice to town.carol
    writeDown(town)
    town.bothSync()
    assertEquals(listOf("999"), alice.helplines().map { it.number })
    assertEquals(listOf(7u), alice.helpKinds().map { it.days })
    val door = alice.doors().first().id
    alice.markDoorUnsafe(door, NotSafe.DARK, alice.endOfDayMs(30u))
    town.bothSync()
    assertEquals(NotSafe.DARK, carol.doors().first().notSafe)
    carol.markDoorSafe(door)
    assertNull(carol.doors().first().notSafe)
    helpSomebody(town)
    beReminded(alice)
    sayNames(town)
    assertFalse(alice.isPractice())
}
