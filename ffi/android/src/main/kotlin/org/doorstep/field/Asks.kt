package org.doorstep.field

import android.Manifest
import android.app.Activity
import android.content.Intent
import android.content.pm.PackageManager
import android.net.Uri
import android.provider.MediaStore
import android.webkit.GeolocationPermissions
import android.webkit.PermissionRequest
import android.webkit.ValueCallback
import android.webkit.WebChromeClient
import android.webkit.WebView
import java.io.File

/** What pages ask the phone for: a place, the camera, a picture or another file. The system asks the person, once for each. */
class Asks(private val activity: Activity) : WebChromeClient() {
    private var place: (Boolean) -> Unit = {}
    private var camera: (Boolean) -> Unit = {}
    private var files: ValueCallback<Array<Uri>>? = null
    private var taken: Uri? = null

    override fun onGeolocationPermissionsShowPrompt(origin: String, answer: GeolocationPermissions.Callback) {
        place = { allowed -> answer.invoke(origin, allowed, false) }
        ask(Manifest.permission.ACCESS_FINE_LOCATION, PLACE)
    }

    override fun onPermissionRequest(request: PermissionRequest) {
        val wanted = request.resources.filter { it == PermissionRequest.RESOURCE_VIDEO_CAPTURE }.toTypedArray()
        if (wanted.isEmpty()) return request.deny()
        camera = { allowed -> if (allowed) request.grant(wanted) else request.deny() }
        ask(Manifest.permission.CAMERA, CAMERA)
    }

    override fun onShowFileChooser(view: WebView, chosen: ValueCallback<Array<Uri>>, wish: FileChooserParams): Boolean {
        files?.onReceiveValue(null)
        files = chosen
        val choose = Intent.createChooser(wish.createIntent(), null)
        if (wish.acceptTypes.any { it.startsWith("image/") }) {
            choose.putExtra(Intent.EXTRA_INITIAL_INTENTS, arrayOf(takePicture()))
        }
        activity.startActivityForResult(choose, FILES)
        return true
    }

    /** The camera app writes into a folder of ours that the library reads at once; the next picture takes its place. */
    private fun takePicture(): Intent {
        val picture = HandedFiles.uri(File(HandedFiles.folder(activity), "taken.jpg"))
        taken = picture
        return Intent(MediaStore.ACTION_IMAGE_CAPTURE)
            .putExtra(MediaStore.EXTRA_OUTPUT, picture)
            .addFlags(Intent.FLAG_GRANT_WRITE_URI_PERMISSION)
    }

    /** What came back of choosing a file or taking a picture. */
    fun answered(request: Int, result: Int, answer: Intent?) {
        if (request != FILES) return
        val chosen = answer?.data ?: taken
        files?.onReceiveValue(if (result == Activity.RESULT_OK && chosen != null) arrayOf(chosen) else null)
        files = null
        taken = null
    }

    /** What the person said to the system's question. */
    fun permitted(request: Int, granted: IntArray) {
        val allowed = granted.firstOrNull() == PackageManager.PERMISSION_GRANTED
        if (request == PLACE) place(allowed) else if (request == CAMERA) camera(allowed)
    }

    private fun ask(permission: String, request: Int) {
        if (activity.checkSelfPermission(permission) == PackageManager.PERMISSION_GRANTED) {
            permitted(request, intArrayOf(PackageManager.PERMISSION_GRANTED))
        } else {
            activity.requestPermissions(arrayOf(permission), request)
        }
    }

    private companion object {
        const val PLACE = 1
        const val CAMERA = 2
        const val FILES = 3
    }
}
