import Doorstep
import SwiftUI
import WebKit

/// The one screen: the pages, or the sentence that says why there are none.
struct FieldScreen: View {
    @StateObject private var shown = ShownPages()

    var body: some View {
        switch shown.state {
        case .starting:
            ProgressView().task { shown.start() }
        case .ready(let url):
            PagesView(url: url).ignoresSafeArea(.keyboard)
        case .failed(let reason):
            Text(reason).padding()
        }
    }
}

/// The pages that the library serves, for as long as the screen is there.
@MainActor
final class ShownPages: ObservableObject {
    enum State {
        case starting
        case ready(URL)
        case failed(String)
    }

    @Published private(set) var state = State.starting
    private static let lockAfterMinutes: UInt32 = 5
    private var pages: FieldPages?

    func start() {
        do {
            let shown = try OnePhone.open().showFieldApp(lockAfterMinutes: Self.lockAfterMinutes)
            pages = shown
            guard let url = URL(string: shown.url()) else { return }
            state = .ready(url)
        } catch let error as PhoneError {
            state = .failed(reason(of: error))
        } catch {
            state = .failed(error.localizedDescription)
        }
    }
}

/// The sentence for people in an error of the library. It names no one and no answer.
func reason(of error: PhoneError) -> String {
    switch error {
    case .Form(_, let reason, _), .Unready(_, let reason, _):
        return reason
    case .Input(_, let reason), .Absent(_, let reason), .NotNow(_, let reason), .NotPermitted(_, let reason),
         .Storage(_, let reason), .Network(_, let reason), .TurnedAway(_, let reason), .Broken(_, let reason):
        return reason
    }
}
