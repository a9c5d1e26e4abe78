package org.doorstep.field

import android.app.Activity
import android.content.Intent
import android.net.Uri
import android.webkit.WebResourceRequest
import android.webkit.WebView
import android.webkit.WebViewClient

/** Keeps the WebView on the library's own pages; a link that leads elsewhere opens in the browser, where no key of ours is. */
class OwnPages(private val activity: Activity, url: String) : WebViewClient() {
    private val own = Uri.parse(url)

    override fun shouldOverrideUrlLoading(view: WebView, request: WebResourceRequest): Boolean {
        val there = request.url
        if (there.scheme == own.scheme && there.authority == own.authority) return false
        if (there.scheme in LEADING_OUT) activity.startActivity(Intent(Intent.ACTION_VIEW, there))
        return true
    }

    private companion object {
        val LEADING_OUT = listOf("https", "tel", "mailto")
    }
}
