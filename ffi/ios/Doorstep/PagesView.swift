import SwiftUI
import UIKit
import WebKit

/// A web view that stays on the library's own pages. Camera, pictures and places it asks the person for by itself.
struct PagesView: UIViewRepresentable {
    let url: URL

    func makeCoordinator() -> OwnPages {
        OwnPages(own: url)
    }

    func makeUIView(context: Context) -> WKWebView {
        let settings = WKWebViewConfiguration()
        // The key of this start is in a cookie: it is forgotten with the view.
        settings.websiteDataStore = .nonPersistent()
        let view = WKWebView(frame: .zero, configuration: settings)
        view.navigationDelegate = context.coordinator
        view.allowsBackForwardNavigationGestures = true
        view.load(URLRequest(url: url))
        return view
    }

    func updateUIView(_ view: WKWebView, context: Context) {}
}

/// Keeps the view where it belongs: a link elsewhere opens in the browser, a file is handed to the share sheet.
final class OwnPages: NSObject, WKNavigationDelegate, WKDownloadDelegate {
    private static let leadingOut = ["https", "tel", "mailto"]
    private let own: URL
    private var kept: URL?

    init(own: URL) {
        self.own = own
    }

    func webView(_ view: WKWebView, decidePolicyFor action: WKNavigationAction) async -> WKNavigationActionPolicy {
        guard let there = action.request.url else { return .cancel }
        if there.scheme == own.scheme && there.host == own.host && there.port == own.port {
            return action.shouldPerformDownload ? .download : .allow
        }
        if let scheme = there.scheme, Self.leadingOut.contains(scheme) {
            await UIApplication.shared.open(there)
        }
        return .cancel
    }

    func webView(_ view: WKWebView, decidePolicyFor answer: WKNavigationResponse) async -> WKNavigationResponsePolicy {
        let said = (answer.response as? HTTPURLResponse)?.value(forHTTPHeaderField: "Content-Disposition")
        let isFile = said?.hasPrefix("attachment") ?? false
        return isFile || !answer.canShowMIMEType ? .download : .allow
    }

    func webView(_ view: WKWebView, navigationAction: WKNavigationAction, didBecome download: WKDownload) {
        download.delegate = self
    }

    func webView(_ view: WKWebView, navigationResponse: WKNavigationResponse, didBecome download: WKDownload) {
        download.delegate = self
    }

    func download(_ download: WKDownload, decideDestinationUsing response: URLResponse, suggestedFilename: String) async -> URL? {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString, isDirectory: true)
        try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        kept = folder.appendingPathComponent((suggestedFilename as NSString).lastPathComponent)
        return kept
    }

    @MainActor
    func downloadDidFinish(_ download: WKDownload) {
        guard let kept, let view = download.webView, let screen = view.window?.rootViewController else { return }
        let sheet = UIActivityViewController(activityItems: [kept], applicationActivities: nil)
        sheet.popoverPresentationController?.sourceView = view
        sheet.completionWithItemsHandler = { _, _, _, _ in
            try? FileManager.default.removeItem(at: kept.deletingLastPathComponent())
        }
        screen.present(sheet, animated: true)
    }
}
