//! A reminder at a terminal: until when somebody wants to be done, and that nobody else ever hears of it.

use super::town::Town;

#[test]
fn a_time_is_kept_on_this_phone_alone_until_somebody_is_fine() {
    let town = Town::surveying("street_lights");
    let alice = town.researcher("alice");
    assert!(alice.does(&["check-in"]).contains("No time was said."));
    for bad in ["soon", "25:00", ""] {
        assert!(alice.fails(&["check-in", "--until", bad]).contains("within the next twelve hours"), "{bad}");
    }
    let later = jiff::Zoned::now().in_tz("Europe/London").unwrap() + jiff::Span::new().hours(2);
    let (until, too_late) = (later.strftime("%H:%M").to_string(), later + jiff::Span::new().hours(11));
    assert!(alice.fails(&["check-in", "--until", &too_late.strftime("%H:%M").to_string()]).contains("twelve hours"));
    let before = alice.reads(&["status"])["unsent"].clone();
    let said = alice.does(&["check-in", "--until", &until]);
    assert!(said.contains(&format!("To be done by {until}")) && said.contains("no safety system"), "{said}");
    assert_eq!(alice.reads(&["check-in"])["is_over"], false);
    assert_eq!(alice.reads(&["status"])["unsent"], before, "nothing of it is sent");
    alice.does(&["check-in", "--fine"]);
    assert_eq!(alice.reads(&["check-in"]), serde_json::Value::Null);
}
