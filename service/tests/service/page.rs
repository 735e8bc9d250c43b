//! The page is whole by itself.

use sanctions_screen_service::Settings;

use crate::server::Server;

#[test]
fn the_page_loads_nothing_from_elsewhere() {
    let server = Server::start(Settings::default());
    let page = server.get("/");
    assert_eq!(page.status, 200);
    for outside in ["http:", "https:", "//cdn", "src=", "@import", "url(", "<link"] {
        assert!(!page.text.contains(outside), "{outside}");
    }
    // Names of lists and of people become text, never markup.
    for markup in ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write"] {
        assert!(!page.text.contains(markup), "{markup}");
    }
}
