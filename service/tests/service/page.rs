//! The page is whole by itself.

use sanctions_screen_service::Settings;

use crate::server::Server;

#[test]
fn the_page_loads_nothing_from_elsewhere() {
    let server = Server::start(Settings::default());
    let files = ["/", "/page.css", "/page.js"].map(|path| {
        let file = server.get(path);
        assert_eq!(file.status, 200, "{path}");
        file.text
    });
    for text in &files {
        // The one name that is no place: of the language that drawings are written in.
        let text = text.replace("http://www.w3.org/2000/svg", "");
        for outside in ["http:", "https:", "//cdn", "@import", "url("] {
            assert!(!text.contains(outside), "{outside}");
        }
        // Names of lists and of people become text, never markup.
        for markup in ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", " style=", " onclick="] {
            assert!(!text.contains(markup), "{markup}");
        }
    }
    let [page, ..] = &files;
    for (file, place) in [("page.css", "href=\""), ("page.js", "src=\"")] {
        assert_eq!(page.matches(place).count(), 1);
        assert!(page.contains(&format!("{place}{file}\"")));
    }
}

#[test]
fn its_policy_lets_nothing_else_in() {
    let server = Server::start(Settings::default());
    let answer = ureq::get(format!("http://{}/", server.address)).call().unwrap();
    let policy = answer.headers()["content-security-policy"].to_str().unwrap();
    assert!(policy.starts_with("default-src 'none';"), "{policy}");
    for lax in ["unsafe", "*", "data:", "http"] {
        assert!(!policy.contains(lax), "{policy}");
    }
}
