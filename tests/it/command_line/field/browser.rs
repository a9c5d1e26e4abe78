//! A headless Chromium, spoken to over its debugging pipe. Pages run no script; axe-core is let in to judge them.
//!
//! What a volunteer does with it is the test's.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::super::town::programs;

/// The longest that the browser may stay silent.
const PATIENCE: Duration = Duration::from_secs(60);

const FLAGS: [&str; 9] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--remote-debugging-pipe",
];

/// A browser with one page open.
pub(super) struct Browser {
    process: Child,
    input: ChildStdin,
    said: Receiver<Value>,
    events: VecDeque<String>,
    session: Option<String>,
    calls: u64,
    size: (u32, u32),
    screens: u32,
    _profile: TempDir,
}

impl Drop for Browser {
    fn drop(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

impl Browser {
    /// Starts Chromium with a window of this size, in CSS pixels.
    pub(super) fn start(size: (u32, u32)) -> Self {
        let profile = tempfile::tempdir().unwrap();
        // The pipe is what the browser finds as its third and fourth file.
        let mut process = Command::new("sh")
            .args(["-c", "exec chromium \"$@\" 3<&0 4>&1 </dev/null >/dev/null 2>&1", "chromium"])
            .args(FLAGS)
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (input, output) = (process.stdin.take().unwrap(), process.stdout.take().unwrap());
        let (sender, said) = channel();
        thread::spawn(move || {
            for message in BufReader::new(output).split(0).map_while(Result::ok) {
                if sender.send(serde_json::from_slice(&message).unwrap_or(Value::Null)).is_err() {
                    return;
                }
            }
        });
        let mut browser = Self {
            process,
            input,
            said,
            events: VecDeque::new(),
            session: None,
            calls: 0,
            size,
            screens: 0,
            _profile: profile,
        };
        browser.open_page();
        browser
    }

    fn open_page(&mut self) {
        let page = self.call("Target.createTarget", json!({ "url": "about:blank" }));
        let attached = self.call("Target.attachToTarget", json!({ "targetId": page["targetId"], "flatten": true }));
        self.session = attached["sessionId"].as_str().map(str::to_owned);
        self.call("Page.enable", json!({}));
        let (width, height) = self.size;
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600 });
        self.call("Emulation.setDeviceMetricsOverride", metrics);
        self.script(false);
    }

    /// Lets scripts run on the page, or not.
    fn script(&mut self, runs: bool) {
        self.call("Emulation.setScriptExecutionDisabled", json!({ "value": !runs }));
    }

    #[track_caller]
    fn call(&mut self, method: &str, params: Value) -> Value {
        self.calls += 1;
        let mut message = json!({ "id": self.calls, "method": method, "params": params });
        if let Some(session) = &self.session {
            message["sessionId"] = json!(session);
        }
        self.input.write_all(format!("{message}\0").as_bytes()).unwrap();
        loop {
            let mut said = self.said.recv_timeout(PATIENCE).unwrap_or_else(|_| panic!("no answer to {method}"));
            if said["id"] == json!(self.calls) {
                assert!(said["error"].is_null(), "{method}: {}", said["error"]);
                return said["result"].take();
            }
            self.events.extend(said["method"].as_str().map(str::to_owned));
        }
    }

    #[track_caller]
    fn wait_for(&mut self, event: &str) {
        loop {
            while let Some(found) = self.events.pop_front() {
                if found == event {
                    return;
                }
            }
            let said = self.said.recv_timeout(PATIENCE).unwrap_or_else(|_| panic!("{event} did not happen"));
            self.events.extend(said["method"].as_str().map(str::to_owned));
        }
    }

    /// Opens an address.
    #[track_caller]
    pub(super) fn open(&mut self, url: &str) {
        self.events.clear();
        self.call("Page.navigate", json!({ "url": url }));
        self.wait_for("Page.loadEventFired");
    }

    /// Evaluates an expression of the test's own in the page.
    #[track_caller]
    pub(super) fn run(&mut self, expression: &str) -> Value {
        let asked = json!({ "expression": expression, "returnByValue": true, "awaitPromise": true });
        let mut done = self.call("Runtime.evaluate", asked);
        assert!(done["exceptionDetails"].is_null(), "{}", done["exceptionDetails"]);
        done["result"]["value"].take()
    }

    /// Presses the link or button whose words begin like this, and waits for the next page.
    #[track_caller]
    pub(super) fn press(&mut self, words: &str) {
        self.events.clear();
        let pressed = self.run(&format!(
            "(() => {{ const found = [...document.querySelectorAll('a, button')].find(one => \
               !one.classList.contains('unseen') && one.textContent.trim().startsWith({})); \
               if (found) found.click(); return !!found; }})()",
            json!(words)
        ));
        assert_eq!(pressed, true, "no {words} on this page: {}", self.text("body"));
        self.wait_for("Page.loadEventFired");
    }

    /// Puts a text into a field.
    #[track_caller]
    pub(super) fn write(&mut self, field: &str, text: &str) {
        self.run(&format!("document.querySelector({}).value = {}", json!(field), json!(text)));
    }

    /// Chooses a file in a field.
    #[track_caller]
    pub(super) fn choose(&mut self, field: &str, path: &str) {
        let found =
            self.call("Runtime.evaluate", json!({ "expression": format!("document.querySelector({})", json!(field)) }));
        let chosen = json!({ "files": [path], "objectId": found["result"]["objectId"] });
        self.call("DOM.setFileInputFiles", chosen);
    }

    /// Whether the page shows this text.
    pub(super) fn reads(&mut self, text: &str) -> bool {
        self.text("body").contains(text)
    }

    /// The text of the first element that a selector finds.
    #[track_caller]
    pub(super) fn text(&mut self, selector: &str) -> String {
        self.text_of(&format!("document.querySelector({}).innerText", json!(selector)))
    }

    /// The text that an expression gives.
    #[track_caller]
    pub(super) fn text_of(&mut self, expression: &str) -> String {
        self.run(expression).as_str().unwrap().to_owned()
    }

    /// Lets pages run their own script from the next one on, or not.
    pub(super) fn scripts(&mut self, run: bool) {
        self.script(run);
    }

    /// Draws a line on the first element that a selector finds, with the mouse.
    pub(super) fn draw(&mut self, selector: &str) {
        let find = format!(
            "(() => {{ const one = document.querySelector({}); one.scrollIntoView({{ block: 'center' }}); \
             const box = one.getBoundingClientRect(); return [box.left, box.top, box.width, box.height]; }})()",
            json!(selector)
        );
        let found = self.run(&find);
        let side = |place: usize| found[place].as_f64().unwrap();
        let (left, top, width, height) = (side(0), side(1), side(2), side(3));
        let points = [(0.1, 0.8), (0.3, 0.2), (0.5, 0.8), (0.7, 0.2), (0.9, 0.5)];
        for (step, (across, down)) in points.into_iter().enumerate() {
            let kind = if step == 0 { "mousePressed" } else { "mouseMoved" };
            let (x, y) = (left + width * across, top + height * down);
            let event = json!({ "type": kind, "x": x, "y": y, "button": "left", "buttons": 1, "clickCount": 1 });
            self.call("Input.dispatchMouseEvent", event);
        }
        let (x, y) = (left + width * 0.9, top + height * 0.5);
        let event = json!({ "type": "mouseReleased", "x": x, "y": y, "button": "left", "clickCount": 1 });
        self.call("Input.dispatchMouseEvent", event);
    }

    /// Lets pages run their own script from now on, and has the browser believe that it stands at this place.
    pub(super) fn stands_at(&mut self, latitude: f64, longitude: f64) {
        let session = self.session.take();
        self.call("Browser.grantPermissions", json!({ "permissions": ["geolocation"] }));
        self.session = session;
        let place = json!({ "latitude": latitude, "longitude": longitude, "accuracy": 5 });
        self.call("Emulation.setGeolocationOverride", place);
        self.script(true);
    }

    /// Waits until an expression is true of the page.
    #[track_caller]
    pub(super) fn comes_true(&mut self, expression: &str) {
        self.run(&format!(
            "new Promise(done => {{ const look = () => ({expression}) ? done(true) : requestAnimationFrame(look); look(); }})"
        ));
    }

    /// How many elements a selector finds.
    pub(super) fn count(&mut self, selector: &str) -> usize {
        let found = self.run(&format!("document.querySelectorAll({}).length", json!(selector)));
        usize::try_from(found.as_u64().unwrap()).unwrap()
    }

    /// Whether a selector finds anything.
    pub(super) fn has(&mut self, selector: &str) -> bool {
        self.count(selector) > 0
    }

    /// Presses a key.
    fn key(&mut self, key: &str) {
        let (code, text) = match key {
            "Tab" => (9, ""),
            "Enter" => (13, "\r"),
            _ => panic!("the test has no key {key}"),
        };
        for kind in ["keyDown", "keyUp"] {
            let mut pressed = json!({ "type": kind, "key": key, "code": key, "windowsVirtualKeyCode": code });
            if kind == "keyDown" && !text.is_empty() {
                pressed["text"] = json!(text);
            }
            self.call("Input.dispatchKeyEvent", pressed);
        }
    }

    /// Presses a key that leads to another page.
    #[track_caller]
    pub(super) fn key_and_load(&mut self, key: &str) {
        self.events.clear();
        self.key(key);
        self.wait_for("Page.loadEventFired");
    }

    #[track_caller]
    fn tab_until(&mut self, expression: &str) {
        for _ in 0..80 {
            self.key("Tab");
            if self.run(expression) == true {
                return;
            }
        }
        panic!("the keyboard does not reach {expression} on this page: {}", self.text("body"));
    }

    /// Goes on by the tabulator to the link or button whose words begin like this.
    #[track_caller]
    pub(super) fn tab_to(&mut self, words: &str) {
        self.tab_until(&format!(
            "document.activeElement.textContent.trim().startsWith({}) && document.activeElement.matches('a, button')",
            json!(words)
        ));
    }

    /// Goes on by the tabulator to the field with this id.
    #[track_caller]
    pub(super) fn tab_to_field(&mut self, id: &str) {
        self.tab_until(&format!("document.activeElement.id === {}", json!(id)));
    }

    /// Types a text where the keyboard is.
    pub(super) fn type_text(&mut self, text: &str) {
        self.call("Input.insertText", json!({ "text": text }));
    }

    /// Judges the page, and photographs it.
    #[track_caller]
    pub(super) fn look(&mut self, name: &str) {
        let (width, _) = self.size;
        let wide = self.run("document.documentElement.scrollWidth").as_u64().unwrap();
        assert!(wide <= u64::from(width), "{name} is {wide} wide");
        self.photograph(name);
        self.script(true);
        let axe = folder("DOORSTEP_BROWSER", "browser").join("node_modules/axe-core/axe.min.js");
        let axe = std::fs::read_to_string(axe).expect("axe-core is installed: run `tests/run tools` first");
        self.run(&format!("{axe}; true"));
        let faults = self.run(
            "axe.run(document).then(done => done.violations.flatMap(fault => \
               fault.nodes.map(at => `${fault.id}: ${at.html}`)))",
        );
        self.script(false);
        assert_eq!(faults, json!([]), "{name}");
    }

    fn photograph(&mut self, name: &str) {
        self.screens += 1;
        let (width, height) = self.size;
        let high = self.run("document.documentElement.scrollHeight").as_u64().unwrap().max(u64::from(height));
        let clip = json!({ "x": 0, "y": 0, "width": width, "height": high.min(4_000), "scale": 1 });
        // Beyond what is in sight only where there is more: else Chromium shifts pages that run from the right.
        let beyond = high > u64::from(height);
        let shot = self.call("Page.captureScreenshot", json!({ "captureBeyondViewport": beyond, "clip": clip }));
        let screens = folder("DOORSTEP_SCREENS", "screens");
        std::fs::create_dir_all(&screens).unwrap();
        let file = screens.join(format!("{width}-{:02}-{name}.png", self.screens));
        std::fs::write(file, base64(shot["data"].as_str().unwrap())).unwrap();
    }
}

/// A folder that the environment names, else one of the target folder.
fn folder(variable: &str, name: &str) -> PathBuf {
    let named = std::env::var_os(variable).filter(|path| !path.is_empty());
    let target = programs().parent().unwrap().to_owned();
    // The test run names it from the workspace, where this test's own folder is one below.
    named.map_or_else(|| target.join(name), |path| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..").join(path))
}

fn base64(text: &str) -> Vec<u8> {
    const SIGNS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let values: Vec<u32> =
        text.bytes().filter_map(|byte| SIGNS.iter().position(|sign| *sign == byte)).map(|at| at as u32).collect();
    let bytes = |group: &[u32]| {
        let bits = group.iter().fold(0, |bits, value| (bits << 6) | value) << (6 * (4 - group.len()));
        bits.to_be_bytes()[1..group.len()].to_vec()
    };
    values.chunks(4).flat_map(bytes).collect()
}
