//! The page where a coordinator makes files for other tools: how it looks, and what it gives out.

use std::io::{Read, Write};
use std::net::TcpStream;

use serde_json::json;

use super::browser::Browser;
use super::{LARGE, SMALL, app, at};
use crate::command_line::town::Town;

const LIGHTS: &str = "street_lights";

fn surveyed() -> Town {
    let town = Town::surveying(LIGHTS);
    town.carol().interviews(LIGHTS, &json!({ "street": "Larch Road", "lamps": 4, "dark": 0, "feeling": "fine" }));
    town
}

fn looks(size: (u32, u32)) {
    let town = surveyed();
    let (running, url) = app(&town.carol());
    let mut browser = Browser::start(size);
    browser.open(&url);
    browser.open(&at(&url, "/results"));
    browser.press("Interviews and tables as files");
    browser.look("export");
    browser.press("Save the file");
    assert!(browser.reads("Say what the file is for"));
    browser.run("document.querySelector('#kind-geojson').checked = true");
    browser.write("#others", "Larkfield University");
    browser.write("#purpose", "a thesis");
    browser.press("Save the file");
    assert!(browser.reads("Places are addresses"), "another organisation gets no places");
    browser.look("export-refused");
    drop(running);

    let alice = town.researcher("alice");
    let (_running, url) = app(&alice);
    browser.open(&url);
    browser.open(&at(&url, "/results/export"));
    assert!(browser.reads("does not allow this"), "a volunteer takes nothing out");
}

#[test]
fn a_coordinator_finds_the_files_on_a_phone() {
    looks(SMALL);
}

#[test]
fn a_coordinator_finds_the_files_on_a_laptop() {
    looks(LARGE);
}

/// What a server answers to a request: its head and its body.
fn asked(address: &str, request: &str) -> (String, Vec<u8>) {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
    (String::from_utf8(answer[..end].to_vec()).unwrap(), answer[end + 4..].to_vec())
}

#[test]
fn the_page_gives_the_file_out_and_notes_for_whom() {
    let town = surveyed();
    let carol = town.carol();
    let (running, url) = app(&carol);
    let (address, key) = url.trim_start_matches("http://").split_once('/').unwrap();
    let head = |line: &str| format!("{line} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n");
    let (entered, _) = asked(address, &(head(&format!("GET /{key}")) + "\r\n"));
    let cookie = entered.lines().find_map(|line| line.strip_prefix("set-cookie: ")).unwrap();
    let cookie = cookie.split(';').next().unwrap();
    let body = "kind=csv&others=&purpose=our+own+statistics";
    let length = body.len();
    let posted = format!(
        "{}Cookie: {cookie}\r\nOrigin: http://{address}\r\nContent-Type: application/x-www-form-urlencoded\r\n\
         Content-Length: {length}\r\n\r\n{body}",
        head("POST /results/export")
    );
    let (told, file) = asked(address, &posted);
    assert!(told.starts_with("HTTP/1.1 200") && told.contains("attachment; filename=\"interviews.zip\""), "{told}");
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(file)).unwrap();
    let mut rows = String::new();
    zip.by_name("street_lights.csv").unwrap().read_to_string(&mut rows).unwrap();
    assert!(rows.contains(",Larch Road,4,"), "{rows}");
    drop(running);
    assert!(carol.does(&["exports"]).contains("export csv, our own statistics"));
}
