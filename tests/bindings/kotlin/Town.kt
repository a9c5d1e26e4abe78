/**
 * What the chapters of the tour share: a server of their own, phones, a questionnaire, and a town that works already.
 * `Tour.kt` tells the main story; what each chapter tries stands in its own file.
 */
import doorstep.Basis
import doorstep.Interview
import doorstep.InterviewStart
import doorstep.InviteWish
import doorstep.MemberRole
import doorstep.NewDoor
import doorstep.PageKind
import doorstep.Phone
import doorstep.PhoneException
import doorstep.PhoneSettings
import doorstep.ResponsibleCard
import doorstep.ServerAddress
import java.awt.image.BufferedImage
import java.io.ByteArrayOutputStream
import java.io.File
import java.util.concurrent.TimeUnit
import javax.imageio.ImageIO
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertTrue

const val TABLES = """## survey

| type | name | label::English (en) | label::Español (es) | evaluation::criterion | evaluation::measure | evaluation::perspective | evaluation::sealed | evaluation::review | evaluation::consent |
|---|---|---|---|---|---|---|---|---|---|
| select_one yn | agree | May we count your answers? | ¿Podemos contar sus respuestas? | | | | | | use |
| select_one yn | ok_photo | May we take a picture? | ¿Podemos hacer una foto? | | | | | | photo |
| select_one yn | ok_quote | May we quote you? | ¿Podemos citarle? | | | | | | quote |
| select_one yn | ok_contact | May we contact you? | ¿Podemos llamarle? | | | | | | contact |
| select_one view | view | You are | Usted es | | | yes | | | |
| select_one happy | sat | How clean is it? | ¿Está limpio? | clean | satisfaction | | | | |
| text | best | What is good here? | ¿Qué hay de bueno aquí? | | | | | yes | |
| image | lamp | A picture of the lamp | Una foto de la farola | | | | | | |
| text | name | Your name? | ¿Su nombre? | | | | yes | | |
| begin_repeat | person | Each of you | Cada persona | | | | | | |
| integer | age | How old? | ¿Cuántos años? | | | | | | |
| end_repeat | person | | | | | | | | |

## choices

| list_name | name | label::English (en) | label::Español (es) | evaluation::points |
|---|---|---|---|---|
| yn | yes | Yes | Sí | |
| yn | no | No | No | |
| view | resident | I live here | Vivo aquí | |
| happy | low | Unhappy | Descontento | 1 |
| happy | high | Happy | Contento | 2 |
"""
const val NAME = "Zebedee Thornquist"
val GIVEN = mapOf(
    "agree" to "yes",
    "ok_photo" to "yes",
    "ok_quote" to "yes",
    "ok_contact" to "yes",
    "view" to "resident",
    "sat" to "high",
    "best" to "Mrs Lamb waters everybody's pots.",
    "name" to NAME,
)

/** A sync server of its own, on loopback and a free port. */
class Server(folder: File) : AutoCloseable {
    private val process = ProcessBuilder(
        System.getenv("DOORSTEP_SERVER"), "host", "--store", File(folder, "server").path,
        "--listen", "127.0.0.1:0", "--no-page", "--json",
    ).redirectError(File(folder, "server.log")).start()
    private val announced = process.inputReader().readLine()

    private fun said(key: String) = Regex("\"$key\":\"([^\"]*)\"").find(announced)!!.groupValues[1]

    fun address() = ServerAddress(said("address"), said("pin"), said("token"))

    override fun close() {
        process.destroy()
        assertTrue(process.waitFor(20, TimeUnit.SECONDS), "the server stops when it is asked to")
    }
}

fun phone(folder: File, name: String) =
    Phone.open(PhoneSettings(storePath = File(folder, "$name.db").path, zone = "Europe/London"))

val RESPONSIBLE = ResponsibleCard(
    controllers = listOf("Larkfield Council"),
    contact = "data@larkfield.example",
    basis = Basis.PUBLIC_TASK,
    notice = "We keep what you say for two years.",
)

/** A picture of four by four points, as PNG. */
fun picture(grey: Int): ByteArray = ByteArrayOutputStream().also { out ->
    val image = BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB)
    for (x in 0..3) for (y in 0..3) image.setRGB(x, y, grey * 0x10101)
    ImageIO.write(image, "png", out)
}.toByteArray()

/** What a call is refused with. */
inline fun <reified E : PhoneException> refused(code: String, act: () -> Unit) {
    val error = assertFailsWith<E> { act() }
    val said = when (error) {
        is PhoneException.Input -> error.code
        is PhoneException.NotNow -> error.code
        is PhoneException.NotPermitted -> error.code
        is PhoneException.Storage -> error.code
        is PhoneException.Broken -> error.code
        else -> error.toString()
    }
    assertEquals(code, said)
}

/** An interview at the first door with every answer given, on its review page. */
fun interview(on: Phone, form: String): Interview {
    val underWay = on.begin(InterviewStart(form = form, door = on.doors().first().id))
    var page = underWay.page()
    while (page.kind != PageKind.REVIEW) {
        if (page.kind == PageKind.QUESTIONS) {
            page.questions.forEach { asked -> GIVEN[asked.path]?.let { underWay.answer(asked.path, it) } }
        }
        page = underWay.next()
    }
    return underWay
}

/** A coordinator and a volunteer, a server, an area, a door and a questionnaire: what a chapter begins with. */
class Town(val folder: File, private val server: Server) : AutoCloseable {
    val carol = phone(folder, "carol")
    val alice = phone(folder, "alice")
    lateinit var area: String
    lateinit var form: String

    suspend fun settle(): Town {
        carol.found("Larkfield")
        carol.setResponsible(RESPONSIBLE)
        assertEquals(listOf("Larkfield Council"), carol.responsible().controllers)
        carol.linkServer(server.address(), null)
        area = carol.addArea("Lark House")
        carol.addDoors(area, listOf(NewDoor(address = "12 Larch Road")))
        form = carol.addForm(TABLES.toByteArray(), "clean").version
        joins(alice, MemberRole.RESEARCHER)
        return this
    }

    /** Lets somebody in and gives them what is there. */
    suspend fun joins(somebody: Phone, role: MemberRole) {
        val invite = carol.invite(InviteWish(role = role, areas = listOf(area)))
        carol.sync(null)
        somebody.join(invite.text, null)
        carol.sync(null)
        somebody.sync(null)
    }

    /** Everything of one is with the other. */
    suspend fun bothSync() = listOf(alice, carol, alice).forEach { it.sync(null) }

    override fun close() = listOf(carol, alice).forEach { it.close() }
}
