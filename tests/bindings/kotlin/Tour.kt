/**
 * The tour of the library in Kotlin, as an Android app holds it: found, invite, collect, sync with a real server, read the
 * result. `run` compiles and starts it; `tour.py` is its twin. Every step asserts what it says.
 */
import doorstep.AskedAs
import doorstep.Choice
import doorstep.InviteWish
import doorstep.InterviewStart
import doorstep.LogLevel
import doorstep.LogSink
import doorstep.MemberRole
import doorstep.NewDoor
import doorstep.Outcome
import doorstep.PageKind
import doorstep.Phone
import doorstep.PhoneException
import doorstep.PhoneStanding
import doorstep.SyncObserver
import doorstep.SyncProgress
import doorstep.Whereabouts
import doorstep.readInvite
import doorstep.setLog
import java.io.File
import java.nio.file.Files
import java.util.concurrent.CopyOnWriteArrayList
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertTrue
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking

val FORM = File("tests/forms/neighbourhood_coassessment.xlsx")
val ANSWERS = mapOf(
    "age_ok" to "yes",
    "agree" to "yes",
    "view" to "resident",
    "pair_clean/imp_clean" to "a_lot",
    "pair_clean/sat_clean" to "unhappy",
    "ok_quote" to "yes",
    "ok_share" to "yes",
    "ok_contact" to "no",
)

/** Keeps what the library logs. */
object Lines : LogSink {
    val lines = CopyOnWriteArrayList<String>()

    override fun log(level: LogLevel, line: String) {
        lines.add(line)
    }
}

/** Keeps how far a sync has come. */
class Watch : SyncObserver {
    @Volatile var sent = 0uL

    override fun progress(progress: SyncProgress) {
        sent = maxOf(sent, progress.sent)
    }
}

/** Throws at every step, which must not hurt a sync. */
object Clumsy : SyncObserver {
    override fun progress(progress: SyncProgress): Unit = error("the app's own mistake")
}

/** Runs an interview page by page, is interrupted once, and finishes it. */
fun collect(alice: Phone, form: String, door: String): String {
    var interview = alice.begin(InterviewStart(form = form, door = door))
    val answered = mutableSetOf<String>()
    var page = interview.page()
    while (page.kind != PageKind.REVIEW) {
        for (question in page.questions.filter { it.kind != AskedAs.NOTE }) {
            val answer = ANSWERS[question.path] ?: continue
            interview.answer(question.path, answer)
            if (answered.add(question.path) && answered.size == 3) {
                interview.close()
                interview = alice.resume(alice.unfinished().single().id)
                assertEquals(page.path, interview.page().path, "it goes on where it was left")
            }
        }
        page = interview.next()
    }
    assertEquals(ANSWERS.keys, answered)
    assertEquals("bad-answer", assertFailsWith<PhoneException.Input> { interview.answer("view", "king") }.code)
    return interview.use { it.finish() }
}

suspend fun leave(coordinator: Phone, alice: Phone) {
    val row = coordinator.members().single { it.role == MemberRole.RESEARCHER }
    assertEquals(1uL, coordinator.whatWasOn(row.device).ownInterviews)
    alice.knock(alice.doors().single().id, Outcome.COME_BACK)
    coordinator.revokeMember(row.member)
    coordinator.sync(null)
    val status = alice.sync(null).status
    assertEquals(PhoneStanding.REVOKED to 0uL, status.standing to status.unsent)
    assertEquals("revoked", assertFailsWith<PhoneException.NotNow> { alice.responses() }.code)
    coordinator.sync(null)
    val held = coordinator.heldBack().single().id
    assertEquals("unknown-record", assertFailsWith<PhoneException.Absent> { coordinator.heldBackAnswers(held) }.code)
    assertEquals(1uL, coordinator.releaseHeldBack(held))
    assertEquals(emptyList(), coordinator.heldBack())
}

suspend fun setUp(coordinator: Phone, server: Server): Pair<String, String> {
    assertEquals("no-project", assertFailsWith<PhoneException.NotNow> { coordinator.project() }.code)
    assertTrue(coordinator.found("Larkfield").recoverySheet.length > 64)
    assertEquals(4, coordinator.project().missing.size)
    coordinator.setResponsible(RESPONSIBLE)
    assertEquals(emptyList(), coordinator.project().missing)
    val right = server.address()
    val otherKey = right.copy(key = "ab".repeat(32))
    assertEquals("wrong-server-key", assertFailsWith<PhoneException.Network> { coordinator.linkServer(otherKey, null) }.code)
    val wrongToken = right.copy(token = "nonsense")
    assertEquals("wrong-token", assertFailsWith<PhoneException.TurnedAway> { coordinator.linkServer(wrongToken, null) }.code)
    coordinator.linkServer(right, null)
    val area = coordinator.addArea("Lark House")
    coordinator.addDoors(area, listOf(NewDoor(address = "12 Larch Road")))
    val form = coordinator.addForm(FORM.readBytes(), "questionnaire")
    val bad = assertFailsWith<PhoneException.Form> { coordinator.addForm("not a form".toByteArray(), "x") }
    assertTrue(bad.problems.isNotEmpty() && bad.problems.all { it.mend.isNotEmpty() })
    coordinator.sync(Clumsy)
    return area to form.version
}

suspend fun joinBoth(coordinator: Phone, alice: Phone, bob: Phone, area: String) {
    val invite = coordinator.invite(InviteWish(role = MemberRole.RESEARCHER, areas = listOf(area)))
    assertEquals("Larkfield", readInvite(invite.text).project)
    assertEquals("bad-invite", assertFailsWith<PhoneException.Input> { readInvite("hello") }.code)
    coordinator.sync(null)
    alice.join(invite.text, null)
    assertEquals(MemberRole.RESEARCHER, alice.project().role)
    assertEquals("invite-used", assertFailsWith<PhoneException.TurnedAway> { bob.join(invite.text, null) }.code)
}

suspend fun decideTogether(coordinator: Phone, alice: Phone, response: String) {
    coordinator.correct(response, "pair_clean/sat_clean", "happy", "She rang back")
    alice.correct(response, "pair_clean/sat_clean", "mixed", "She said so at the door")
    val watch = Watch()
    coordinator.sync(watch)
    assertTrue(watch.sent > 0uL)
    alice.sync(null)
    coordinator.sync(null)
    val two = coordinator.twoAnswers().single()
    assertEquals(2, two.opinions.size)
    coordinator.decide(two.response, two.path, Choice.Keep(two.opinions[0].given))
    assertEquals(emptyList(), coordinator.twoAnswers())
    assertEquals(1u, coordinator.undo(two.response, two.path))
    coordinator.decide(two.response, two.path, Choice.Keep(coordinator.twoAnswers().single().opinions[0].given))
    coordinator.sync(null)
    alice.sync(null)
}

fun tour(folder: File, server: Server) = runBlocking {
    val (coordinator, alice, bob) = listOf("coordinator", "alice", "bob").map { phone(folder, it) }
    assertEquals("store-in-use", assertFailsWith<PhoneException.Storage> { phone(folder, "alice") }.code)
    val (area, form) = setUp(coordinator, server)
    joinBoth(coordinator, alice, bob, area)

    val door = alice.doors().single()
    alice.knock(door.id, Outcome.TALKED)
    assertEquals(listOf(form), alice.forms().map { it.version })
    val response = collect(alice, form, door.id)
    assertEquals(Whereabouts.ONLY_HERE, alice.saved(response))
    assertEquals(1uL, alice.status().onlyHere)

    launch(start = CoroutineStart.UNDISPATCHED) { alice.sync(null) }.cancelAndJoin()
    val report = alice.sync(Watch())
    assertEquals(1uL to 0, report.status.safe to report.refused.size)
    assertEquals(Whereabouts.ON_SERVER, alice.saved(response))
    coordinator.sync(null)
    decideTogether(coordinator, alice, response)

    assertEquals(1uL, coordinator.results().interviews)
    assertEquals(coordinator.results().fingerprint, alice.results().fingerprint)
    assertTrue("One interview counts towards this result." in coordinator.resultsText(400u))
    assertTrue(Lines.lines.any { "session" in it } && Lines.lines.none { "Larch" in it })

    leave(coordinator, alice)
    alice.close()
    assertFailsWith<IllegalStateException> { alice.status() }
    listOf(coordinator, bob).forEach { it.close() }
}

fun main() {
    setLog(Lines, LogLevel.INFO)
    val folder = Files.createTempDirectory("tour").toFile()
    try {
        Server(folder).use { tour(folder, it) }
    } finally {
        setLog(null, LogLevel.ERROR)
        folder.deleteRecursively()
    }
    println("kotlin: founded, invited, collected, synced, decided, revoked; both phones show the same result")
}
