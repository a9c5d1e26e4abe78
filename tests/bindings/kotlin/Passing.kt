/** Handing on without the server: a file for it, two phones that meet, what goes along and what waits for a cheaper network. */
import doorstep.MemberRole
import doorstep.PassTo
import doorstep.PhoneException
import doorstep.SendFiles
import java.io.File
import kotlin.test.assertEquals
import kotlin.test.assertTrue
import kotlinx.coroutines.async
import kotlinx.coroutines.coroutineScope

suspend fun passing(town: Town) {
    val (alice, carol) = town.alice to town.carol
    alice.setSendFiles(SendFiles.UNMETERED)
    assertEquals(SendFiles.UNMETERED, alice.sendFiles())
    alice.networkCosts(true)
    alice.networkChanged("a mast in the next street")
    interview(alice, town.form).use { it.finish() }
    val path = File(town.folder, "for-carol.doorstep").path
    assertTrue(alice.pack(path, PassTo.Project).entries > 0uL)
    refused<PhoneException.Input>("file-exists") { alice.pack(path, PassTo.Server) }
    assertTrue(carol.unpack(path).newEntries > 0uL)
    assertEquals(1, carol.responses().size)

    val bob = phone(town.folder, "bob")
    town.joins(bob, MemberRole.RESEARCHER)
    alice.sync(null)
    interview(bob, town.form).use { it.finish() }
    val sharing = bob.share()
    val (met, called) = coroutineScope {
        val met = async { sharing.meet(20u) }
        val called = async { alice.take(sharing.code()) }
        met.await() to called.await()
    }
    assertTrue(met.sent > 0uL && called.received > 0uL)
    assertEquals(2, alice.responses().size)
    alice.syncWithoutFiles(null)
    assertEquals(0uL, alice.status().onlyHere)
    sharing.close()
    bob.hangUp()
    bob.close()
}
