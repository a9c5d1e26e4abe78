package org.doorstep.field

import android.app.Activity
import android.content.Intent
import android.webkit.CookieManager
import android.webkit.DownloadListener
import android.webkit.URLUtil
import android.webkit.WebView
import java.io.File
import java.io.IOException
import java.net.HttpURLConnection
import java.net.URL
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.launch

/** A file that a page offers, such as one to pass on: fetched from the library and handed to the system's share sheet. */
class Downloads(private val activity: Activity, private val scope: CoroutineScope, private val view: WebView) : DownloadListener {
    override fun onDownloadStart(url: String, agent: String, disposition: String?, type: String?, length: Long) {
        val cookies = CookieManager.getInstance().getCookie(url) ?: return
        scope.launch {
            try {
                val file = File(HandedFiles.folder(activity), URLUtil.guessFileName(url, disposition, type))
                fetch(url, cookies, file)
                view.post { share(file, type ?: "application/octet-stream") }
            } catch (error: IOException) {
                // The page is still there: the person presses again.
                view.post { view.reload() }
            }
        }
    }

    private fun fetch(url: String, cookies: String, file: File) {
        val connection = URL(url).openConnection() as HttpURLConnection
        connection.setRequestProperty("Cookie", cookies)
        try {
            connection.inputStream.use { from -> file.outputStream().use { from.copyTo(it) } }
        } finally {
            connection.disconnect()
        }
    }

    private fun share(file: File, type: String) {
        val handed = Intent(Intent.ACTION_SEND)
            .setType(type)
            .putExtra(Intent.EXTRA_STREAM, HandedFiles.uri(file))
            .addFlags(Intent.FLAG_GRANT_READ_URI_PERMISSION)
        activity.startActivity(Intent.createChooser(handed, null))
    }
}
