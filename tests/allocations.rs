//! What screening asks of the allocator, once a thread has screened before. A test program of its own, for it counts with an
//! allocator of its own.

use sanctions_screen::{Query, bundled_screener};

/// Names that the bundled list does not have, of all kinds.
const UNLISTED: [&str; 8] = [
    "Acme Bakery GmbH",
    "Rotterdam Shipping and Logistics Services B.V.",
    "Guangzhou Green Tea Import Export Co., Ltd.",
    "Maria Fernanda Oliveira dos Santos",
    "Общество с ограниченной ответственностью Ромашка",
    "北京绿茶进出口有限公司",
    "MV Northern Star",
    "Department of Public Works of the City of Springfield",
];

#[test]
fn screening_a_query_without_hits_allocates_at_most_a_handful_of_times() {
    const HANDFUL: u64 = 5;
    let screener = bundled_screener();
    for name in UNLISTED {
        let query = Query::new(name).unwrap();
        // The first time, what the thread keeps grows to its size, and words of the query that are joined are made.
        assert!(screener.screen_query(&query).is_empty(), "{name} is not listed");
        let counted = allocation_counter::measure(|| drop(screener.screen_query(&query)));
        assert!(counted.count_total <= HANDFUL, "{name}: {} allocations", counted.count_total);
        assert_eq!(counted.count_current, 0, "{name}: memory is kept");
    }
}
