/** The example of the package's README, run as it stands there, by somebody who was just invited. `run` compiles it beside this. */
import doorstep.InviteWish
import doorstep.MemberRole
import java.io.File
import java.util.concurrent.TimeUnit
import kotlin.test.assertTrue

suspend fun readme(town: Town) {
    val invite = town.carol.invite(InviteWish(role = MemberRole.RESEARCHER, areas = listOf(town.area)))
    town.carol.sync(null)
    val home = File(town.folder, "readme").apply { mkdir() }
    File(home, "invite.txt").writeText(invite.text)
    val java = File(System.getProperty("java.home"), "bin/java").path
    val classes = System.getProperty("java.class.path").split(":").joinToString(":") { File(it).absolutePath }
    val said = File(home, "said.txt")
    val program = ProcessBuilder(java, "-cp", classes, "readme.ReadmeKt").directory(home)
        .redirectErrorStream(true).redirectOutput(said).start()
    assertTrue(program.waitFor(60, TimeUnit.SECONDS) && program.exitValue() == 0, said.readText())
    assertTrue("May we count your answers?" in said.readText() && "0 of 0 safe" in said.readText(), said.readText())
}
