//! Names as fields of payments, papers of shipping and customer files hold them: every name of the bundled list is found among
//! the words of accounts, references and addresses that such fields write around it.

use sanctions_screen::{bundled_list, bundled_screener};

/// What stands around a name, which is `{}`.
const FIELDS: [&str; 16] = [
    "/ACC/{}",
    "1/{}",
    "A/C {}",
    "{} account no. 40702810900000",
    "{} IBAN DE89370400440532013000",
    "invoice 7781 {}",
    "payment to {}",
    "on behalf of {}",
    "beneficiary: {}",
    "to the order of {}",
    "attn {}",
    "{} c/o DHL Express",
    "{}, P.O. Box 1234",
    "{}, 12 Main Street, London",
    "{} tel. 0098214838",
    "{}\nTEHRAN",
];

#[test]
fn names_are_found_among_what_fields_write_around_them() {
    let screener = bundled_screener();
    let finds = |name: &str, id: &str| screener.screen(name).unwrap().iter().any(|hit| hit.entity().id == id);
    let mut missed = Vec::new();
    let mut tried = 0;
    for entity in &bundled_list().entities {
        let name = entity.primary_name();
        if !finds(name, &entity.id) {
            continue;
        }
        for field in FIELDS {
            tried += 1;
            let query = field.replace("{}", name);
            if !finds(&query, &entity.id) {
                missed.push(query);
            }
        }
    }
    assert!(tried > 1000, "{tried} tried");
    assert!(missed.len() * 100 <= tried, "{} of {tried} missed:\n{}", missed.len(), missed.join("\n"));
}
