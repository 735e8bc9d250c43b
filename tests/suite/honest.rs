//! Whatever would make an empty answer a lie is an error, and it comes before anything is screened.

use sanctions_screen::{Entity, Error, Kind, List, Query, Score, Screener};

fn list(id: &str) -> List {
    List::from_entities(id, "Example Bank", vec![Entity::new("1", Kind::Organization, "Acme Optics")]).unwrap()
}

#[test]
fn query_that_says_nothing_is_refused() {
    for name in ["", "   ", "\t\n", "--", "...", "!?", "\u{200b}\u{200b}", "\u{202e}", "()", "/ / /", "\u{301}\u{301}"]
    {
        match Query::new(name) {
            Err(error @ Error::InvalidQuery { .. }) => {
                let message = error.to_string();
                assert!(message.contains("cannot be screened"), "{message}");
            }
            other => panic!("{name:?}: {other:?}"),
        }
    }
}

#[test]
fn query_that_is_too_long_is_refused_with_its_length() {
    assert!(Query::new("é".repeat(1000)).is_ok());
    match Query::new("é".repeat(1001)) {
        Err(Error::LimitExceeded { actual: 1001, limit: 1000, advice, .. }) => assert!(!advice.is_empty()),
        other => panic!("{other:?}"),
    }
    let mut query = Query::new("Acme Optics").unwrap();
    for number in 0..100 {
        query = query.with_identifier(None, number.to_string()).unwrap();
    }
    assert!(matches!(query.with_identifier(None, "100"), Err(Error::LimitExceeded { actual: 101, limit: 100, .. })));
}

#[test]
fn query_is_checked_when_it_is_read_too() {
    assert!(serde_json::from_str::<Query>(r#"{"name":"Acme Optics"}"#).is_ok());
    for text in
        [r#"{"name":""}"#, r#"{"name":" - "}"#, r#"{"kind":"person"}"#, r#"{"name":"Acme","country":"Atlantis"}"#]
    {
        assert!(serde_json::from_str::<Query>(text).is_err(), "{text}");
    }
}

#[test]
fn screener_without_an_entity_is_refused() {
    assert!(matches!(Screener::builder().build(), Err(Error::Empty { .. })));
    assert!(matches!(List::from_entities("own", "Bank", Vec::new()), Err(Error::Empty { .. })));
    let mut emptied = list("own");
    emptied.entities.clear();
    assert!(matches!(Screener::builder().list(emptied).build(), Err(Error::Empty { .. })));
}

#[test]
fn settings_that_cannot_be_meant_are_refused() {
    let error = Screener::builder().list(list("own")).threshold(Score::ZERO).build().unwrap_err();
    assert!(matches!(error, Error::InvalidSetting { setting: "threshold", .. }), "{error:?}");
    assert!(Screener::builder().list(list("own")).threshold(Score::from_ten_thousandths(1)).build().is_ok());
    let error = Screener::builder().list(list("a")).list(list("b")).list(list("a")).build().unwrap_err();
    match &error {
        Error::InvalidSetting { setting: "lists", value, .. } => assert_eq!(value, "a"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn list_made_in_memory_is_checked() {
    let nameless = Entity { id: "2".to_owned(), ..Entity::default() };
    let twice = vec![Entity::new("1", Kind::Person, "A B"), Entity::new("1", Kind::Person, "C D")];
    for entities in [vec![nameless], vec![Entity::new("3", Kind::Person, "  ")], twice] {
        let error = List::from_entities("own", "Bank", entities).unwrap_err();
        assert!(matches!(error, Error::Malformed { .. }), "{error:?}");
        assert!(error.to_string().contains("own, record "), "{error}");
    }
}
