/** The library inside of an app: which it is, the keystore, its pages for a WebView, callbacks that throw, use after the end. */
import doorstep.Change
import doorstep.ChangeListener
import doorstep.KeyStore
import doorstep.Outcome
import doorstep.Phone
import doorstep.PhoneException
import doorstep.PhoneSettings
import doorstep.about
import doorstep.speaksFacade
import java.io.File
import java.net.ConnectException
import java.net.CookieManager
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse
import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.TimeUnit
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertFalse
import kotlin.test.assertTrue
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch

/** A keystore that gives a key, or fails at it. */
class Keys(private val key: ByteArray?) : KeyStore {
    override fun storeKey(): ByteArray = key ?: error("the keystore is locked")
}

/** Keeps what changed, and throws each time, which must hurt nothing. */
class Heard : ChangeListener {
    val changes = LinkedBlockingQueue<List<Change>>()

    override fun changed(what: List<Change>) {
        changes.put(what)
        error("the app's own mistake")
    }

    fun next(): List<Change> = changes.poll(20, TimeUnit.SECONDS) ?: error("nothing was told")
}

suspend fun listen(town: Town) {
    val heard = Heard()
    town.alice.listen(heard)
    town.alice.knock(town.alice.doors().first().id, Outcome.NOBODY_IN)
    assertEquals(listOf(Change.HERE), heard.next())
    town.carol.addArea("Elm Row")
    town.carol.sync(null)
    town.alice.sync(null)
    val told = mutableSetOf<Change>()
    while (told != setOf(Change.SAVED, Change.ARRIVED)) told += heard.next() - Change.HERE
    town.alice.listen(null)
}

fun keystore(town: Town) {
    val settings = PhoneSettings(storePath = File(town.folder, "locked.db").path)
    if (about().encrypts) {
        Phone.openEncrypted(settings, Keys(ByteArray(32))).close()
    } else {
        refused<PhoneException.Storage>("no-cipher") { Phone.openEncrypted(settings, Keys(ByteArray(32))) }
    }
    refused<PhoneException.Broken>("no-store-key") { Phone.openEncrypted(settings, Keys(null)) }
}

suspend fun showPages(alice: Phone) {
    refused<PhoneException.Input>("bad-minutes") { alice.showFieldApp(0u) }
    val pages = alice.showFieldApp(15u)
    val browser = HttpClient.newBuilder().cookieHandler(CookieManager()).followRedirects(HttpClient.Redirect.NORMAL).build()
    val asked = HttpRequest.newBuilder(URI(pages.url())).build()
    assertTrue("12 Larch Road" in browser.send(asked, HttpResponse.BodyHandlers.ofString()).body())
    pages.stop()
    assertFailsWith<ConnectException> { browser.send(asked, HttpResponse.BodyHandlers.ofString()) }
    pages.close()
}

suspend fun inside(town: Town) {
    assertTrue(about().version.isNotEmpty())
    assertTrue(speaksFacade())
    assertFalse(speaksFacade(0u))
    keystore(town)
    showPages(town.alice)
    listen(town)
    // A task that nobody waits for goes on, and what it achieved is there.
    coroutineScope { launch(start = CoroutineStart.UNDISPATCHED) { town.alice.sync(null) }.cancelAndJoin() }
    town.alice.sync(null)
    assertEquals(0uL, town.alice.status().unsent)
}
