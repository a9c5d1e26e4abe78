/** What it comes to: criteria, who lives here, what to look at, and everything that leaves as a page or a file. */
import doorstep.CriterionWish
import doorstep.ExportKind
import doorstep.ExportObserver
import doorstep.ExportWish
import doorstep.ExportedFile
import doorstep.PastResponses
import doorstep.Phone
import java.io.File
import kotlin.test.assertEquals
import kotlin.test.assertNotEquals
import kotlin.test.assertTrue

const val PAST = "SubmissionDate,start,agree,view,sat,KEY\n2024-02-09T10:30:00.000Z,2024-02-09T10:00:00.000Z,yes,resident,low,uuid:11\n"

/** Keeps how far an export has come. */
class Count : ExportObserver {
    @Volatile var seen = 0uL

    override fun exported(done: ULong, all: ULong) {
        seen = maxOf(seen, done)
    }
}

fun agree(carol: Phone) {
    carol.setCriterion(
        "clean",
        CriterionWish(
            name = "Clean streets", good = "No litter by noon", agreedBy = "Tenants", agreedMs = 0, owner = "Streets team",
            ownFigure = "98 %", teamImportance = null, teamSatisfaction = 2,
        ),
    )
    assertEquals(listOf(listOf("No litter by noon")), carol.criteria().map { it.good })
    assertEquals(listOf(300uL), carol.setMargins("question,choice,count\nview,resident,300\n").groups.map { it.count })
    assertEquals(1, carol.margins().groups.size)
    carol.clearMargins()
    assertEquals(emptyList(), carol.margins().groups)
    assertEquals(listOf(20uL), carol.setTargets("question,choice,count\nview,resident,20\n").map { it.wanted })
    assertEquals(20uL, carol.check().targets.single().wanted)
}

fun handOn(carol: Phone, folder: File) {
    assertTrue("<html" in carol.resultsView() && "<html" in carol.resultsPage("The board's meeting"))
    assertTrue(carol.charts("The board's meeting").all { "<svg" in it.svg })
    assertTrue("<html" in carol.sheet(null, "Letterboxes"))
    val (count, file) = Count() to File(folder, "interviews.csv.zip")
    val wish = ExportWish(
        kind = ExportKind.CSV, others = null, purpose = "The board", questionnaire = null, split = true, files = false, people = false,
    )
    assertEquals(2uL, carol.export(file.path, wish, count).interviews)
    assertEquals(2uL, count.seen)
    assertTrue(file.length() > 100 && carol.handedOn().size >= 3)
}

suspend fun outcomes(town: Town) {
    val carol = town.carol
    agree(carol)
    val past = PastResponses(
        form = town.form, round = "Spring 2024", area = null, files = listOf(ExportedFile("past.csv", PAST.toByteArray())),
    )
    assertEquals(1u to 1u, carol.importResponses(past).added to carol.importResponses(past).known)
    interview(town.alice, town.form).use { it.finish() }
    town.bothSync()
    assertEquals(2uL, carol.results().interviews)
    handOn(carol, town.folder)
    assertEquals(0uL, carol.closing().gone)
    assertEquals(0uL to 0uL, carol.letGoDue() to carol.letGoBackedUp())
    val tidy = TABLES.replace("clean", "tidy").toByteArray()
    assertNotEquals(town.form, carol.addMatchedForm(tidy, "tidy", """{"format": 1, "form": "tidy", "guesses": []}""").version)
}
