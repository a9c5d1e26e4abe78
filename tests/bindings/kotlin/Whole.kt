/** The chapters of the tour, one after the other, each in a town of its own: `Whole.kt` tells them, `whole.py` is its twin. */
import java.nio.file.Files
import kotlinx.coroutines.runBlocking

val CHAPTERS: Map<String, suspend (Town) -> Unit> = mapOf(
    "places" to ::places,
    "interviewing" to ::interviewing,
    "records" to ::records,
    "people" to ::people,
    "outcomes" to ::outcomes,
    "outside" to ::outside,
    "between" to ::between,
    "helping" to ::helping,
    "passing" to ::passing,
    "inside" to ::inside,
    "readme" to ::readme,
)

fun main(wanted: Array<String>) {
    val told = CHAPTERS.filterKeys { wanted.isEmpty() || it in wanted }
    for (chapter in told.values) {
        val folder = Files.createTempDirectory("whole").toFile()
        try {
            Server(folder).use { server -> runBlocking { Town(folder, server).settle().use { chapter(it) } } }
        } finally {
            folder.deleteRecursively()
        }
    }
    println("kotlin: ${told.keys.joinToString()}")
}
