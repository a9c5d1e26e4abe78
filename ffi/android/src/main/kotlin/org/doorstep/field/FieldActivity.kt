package org.doorstep.field

import android.app.Activity
import android.content.Intent
import android.net.ConnectivityManager
import android.net.Network
import android.net.NetworkCapabilities
import android.os.Bundle
import android.webkit.WebView
import android.widget.TextView
import doorstep.FieldPages
import doorstep.PhoneException
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.cancel
import kotlinx.coroutines.launch

/** The one screen: a WebView around the pages that the library serves on this phone. All that is said comes from there. */
class FieldActivity : Activity() {
    private val scope = CoroutineScope(SupervisorJob() + Dispatchers.IO)
    private var pages: FieldPages? = null
    private var view: WebView? = null
    private val asks = Asks(this)

    override fun onCreate(saved: Bundle?) {
        super.onCreate(saved)
        HandedFiles.folder(this).listFiles()?.forEach { it.delete() }
        try {
            show()
        } catch (error: PhoneException) {
            // The store stays as it is; the sentence says what to do. It names no one and no answer.
            setContentView(TextView(this).apply { text = reasonOf(error) })
        }
    }

    private fun show() {
        val phone = OnePhone.of(this)
        val shown = phone.showFieldApp(LOCK_AFTER_MINUTES)
        pages = shown
        view = WebView(this).also { web ->
            web.settings.javaScriptEnabled = true
            web.settings.setGeolocationEnabled(true)
            web.settings.allowFileAccess = false
            web.settings.allowContentAccess = true
            web.webViewClient = OwnPages(this, shown.url())
            web.webChromeClient = asks
            web.setDownloadListener(Downloads(this, scope, web))
            setContentView(web)
            web.loadUrl(shown.url())
        }
        followNetwork()
        SendJob.plan(this)
    }

    /** The library keeps its connection for a network it knows, and holds pictures back where one costs something. */
    private fun followNetwork() {
        val phone = OnePhone.of(this)
        val connectivity = getSystemService(CONNECTIVITY_SERVICE) as ConnectivityManager
        val follower = object : ConnectivityManager.NetworkCallback() {
            override fun onCapabilitiesChanged(network: Network, now: NetworkCapabilities) {
                phone.networkCosts(!now.hasCapability(NetworkCapabilities.NET_CAPABILITY_NOT_METERED))
                phone.networkChanged(network.toString())
            }
        }
        connectivity.registerDefaultNetworkCallback(follower)
        onEnd = { connectivity.unregisterNetworkCallback(follower) }
    }

    private var onEnd: () -> Unit = {}

    @Deprecated("the system calls it on every version that this app runs on")
    override fun onActivityResult(request: Int, result: Int, answer: Intent?) {
        super.onActivityResult(request, result, answer)
        asks.answered(request, result, answer)
    }

    override fun onRequestPermissionsResult(request: Int, permissions: Array<String>, granted: IntArray) {
        super.onRequestPermissionsResult(request, permissions, granted)
        asks.permitted(request, granted)
    }

    @Deprecated("the system calls it on every version that this app runs on")
    override fun onBackPressed() {
        val web = view
        if (web != null && web.canGoBack()) web.goBack() else super.onBackPressed()
    }

    override fun onDestroy() {
        onEnd()
        view?.destroy()
        val shown = pages
        // The phone stays open for the background job; only the pages stop.
        scope.launch {
            shown?.stop()
            shown?.close()
            scope.cancel()
        }
        super.onDestroy()
    }

    private companion object {
        const val LOCK_AFTER_MINUTES = 5u
    }
}

/** The sentence for people in an error of the library. */
fun reasonOf(error: PhoneException): String = when (error) {
    is PhoneException.Input -> error.reason
    is PhoneException.Form -> error.reason
    is PhoneException.Unready -> error.reason
    is PhoneException.Absent -> error.reason
    is PhoneException.NotNow -> error.reason
    is PhoneException.NotPermitted -> error.reason
    is PhoneException.Storage -> error.reason
    is PhoneException.Network -> error.reason
    is PhoneException.TurnedAway -> error.reason
    is PhoneException.Broken -> error.reason
}
