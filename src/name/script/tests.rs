use proptest::prelude::*;

use super::{MAX_READINGS, Script, pinyin, pinyin_syllable, romanize, script_of, simplified, split_pinyin};

/// The first reading of each word is exactly this.
#[track_caller]
fn first(script: Script, cases: &[(&str, &str)]) {
    for (native, latin) in cases {
        let readings = romanize(native, script);
        assert_eq!(readings.first().map(String::as_str), Some(*latin), "{native}: {readings:?}");
    }
}

/// Some reading of each word is this.
#[track_caller]
fn among(script: Script, cases: &[(&str, &str)]) {
    for (native, latin) in cases {
        let readings = romanize(native, script);
        assert!(readings.iter().any(|reading| reading == latin), "{native}: {latin} is not in {readings:?}");
    }
}

#[test]
fn cyrillic_by_language() {
    first(
        Script::Cyrillic,
        &[
            ("Иванов", "ivanov"),
            ("ЩЕРБАКОВ", "shcherbakov"),
            ("Ельцин", "yeltsin"),
            ("Хрущёв", "khrushchev"),
            ("Зеленський", "zelenskiy"),
            ("Київ", "kyiv"),
            ("Микола", "mikola"),
            ("Лукашэнка", "lukashenka"),
            ("Ђоковић", "djokovic"),
            ("Търново", "tarnovo"),
            ("Назарбаев", "nazarbaev"),
            ("Тоқаев", "toqaev"),
        ],
    );
    among(
        Script::Cyrillic,
        &[
            ("Микола", "mykola"),
            ("Алексей", "alexei"),
            ("Мария", "maria"),
            ("Васильевич", "vasilievich"),
            ("Сяргей", "siarhei"),
            ("Дмитрий", "dmitry"),
            ("Алексеев", "alekseyev"),
            ("Королёв", "korolev"),
            ("Джабраилов", "jabrailov"),
            ("Тоқаев", "tokaev"),
            // A loose breve composes before the letter is read.
            ("Андреи\u{306}", "andrey"),
        ],
    );
}

#[test]
fn greek_by_letter_and_by_ear() {
    first(
        Script::Greek,
        &[
            ("Παπαδόπουλος", "papadopoulos"),
            ("Ευάγγελος", "evangelos"),
            ("Μπάμπης", "bampis"),
            ("Ντόρα", "dora"),
            ("ΧΡΗΣΤΟΣ", "christos"),
            ("Αυτοκράτωρ", "aftokrator"),
        ],
    );
    among(Script::Greek, &[("Μπάμπης", "babis"), ("Χρήστος", "hristos"), ("Λούης", "luis")]);
}

#[test]
fn arabic_by_table_article_and_rule() {
    first(
        Script::Arabic,
        &[
            ("محمد", "mohamed"),
            ("حسين", "hussein"),
            ("التكريتي", "al tikriti"),
            ("عبدالله", "abdullah"),
            ("علیرضا", "alireza"),
            ("سپاه", "sapah"),
            ("أبوالشعثاء", "abu al shatha"),
            ("بشارالاسد", "bashar al asad"),
            ("بنحسين", "benhussein"),
            ("عبدالحي", "abdulhi"),
            ("ﻣﺤﻤﺪ", "mohamed"),
        ],
    );
    among(
        Script::Arabic,
        &[("قُصَيّ", "qusay"), ("محمد", "muhammad"), ("عبد الرحمن", "abd al rahman"), ("ابوبكر", "abubakr")],
    );
    // Persian joins given names, and writes the last letter without its dots.
    among(Script::Arabic, &[("محمدنظر", "mohamed nazar"), ("شمسالدین", "shams al din")]);
    // A word that no table has is still spelt, with and without vowels.
    let unknown = romanize("زغطبوش", Script::Arabic);
    assert_eq!(unknown.as_slice(), ["zaghtabush", "zghtbwsh"]);
    first(Script::Arabic, &[("زعيطان", "zaitan"), ("لبكيان", "labkian"), ("فنيزوي", "fanizawi")]);
    assert_eq!(romanize("١٢٣", Script::Arabic).as_slice(), ["123"]);
}

#[test]
fn foreign_and_japanese_names_in_han() {
    assert_eq!(super::transcribed("迈克尔"), Some("michael mikhail"));
    assert_eq!(super::transcribed("邁克爾"), super::transcribed("迈克尔"));
    assert_eq!(super::transcribed("王小明"), None);
    // No table has the name; its signs are such as spell foreign ones.
    assert_eq!(super::spelled_by_sound("安杜里尔").as_deref(), Some("anduril"));
    assert_eq!(super::spelled_by_sound("王小明"), None);
    // A family name and a given name; the one without the other may be Chinese.
    assert_eq!(super::japanese("佐々木剛二").as_slice(), ["sasaki koji"]);
    assert_eq!(super::japanese("高山清司").as_slice(), ["takayama seiji", "takayama kiyoshi", "takayama kiyotsugu"]);
    assert!(super::japanese("佐々木").is_empty());
}

#[test]
fn hebrew_by_table_and_rule() {
    first(Script::Hebrew, &[("שלום", "shalom"), ("כהן", "cohen"), ("בנימין", "binyamin"), ("גורדון", "gordon")]);
}

#[test]
fn han_with_heteronyms() {
    first(
        Script::Han,
        &[
            ("重庆", "chong qing"),
            ("厦门", "xia men"),
            ("长城", "chang cheng"),
            ("董事长", "dong shi zhang"),
            ("银行", "yin hang"),
            ("音乐", "yin yue"),
            ("六安", "lu an"),
            ("大連機床集團", "da lian ji chuang ji tuan"),
            ("朱海仑", "zhu hai lun"),
            ("吕布", "lu bu"),
        ],
    );
    among(Script::Han, &[("单雄信", "shan xiong xin"), ("佐々木", "sasaki"), ("吕布", "lyu bu"), ("田中", "tanaka")]);
    assert_eq!(pinyin('国'), ["guo"]);
    assert_eq!(pinyin('长')[..2], ["chang", "zhang"]);
    assert_eq!(pinyin('女'), ["nu", "nv", "nyu"]);
    assert!(pinyin('x').is_empty());
    assert_eq!((simplified('連'), simplified('広'), simplified('国'), simplified('乾')), ('连', '广', '国', '乾'));
}

#[test]
fn latin_spellings_of_chinese_syllables() {
    for (spelling, syllable) in [
        ("zhang", "zhang"),
        ("chang", "zhang"),
        ("ch'ang", "chang"),
        ("hsiao", "xiao"),
        ("tzu", "zi"),
        ("k'o", "ke"),
        ("k’o", "ke"),
        ("hsü", "xu"),
        ("tse", "xie"),
        ("cheung", "zhang"),
        ("wong", "huang"),
        ("kwok", "guo"),
        ("yiu", "yao"),
        ("hsieh", "xie"),
        ("lyu", "lu"),
        ("lim", "lin"),
        ("ng", "wu"),
    ] {
        let found = pinyin_syllable(spelling);
        assert!(found.contains(&syllable), "{spelling}: {found:?}");
    }
    assert_eq!(pinyin_syllable("chang")[0], "chang");
    assert!(pinyin_syllable("smith").is_empty());
}

#[test]
fn syllables_of_wade_giles_alone() {
    for syllable in ["hsing", "tseng", "szu", "chien"] {
        assert!(super::is_wade_giles(syllable), "{syllable}");
    }
    // Pinyin, Korean, English.
    for syllable in ["xing", "jong", "sung", "lee", "ann", "smith"] {
        assert!(!super::is_wade_giles(syllable), "{syllable}");
    }
}

#[test]
fn letters_typed_for_each_other_are_one_in_tables() {
    for (a, b) in [("شركة", "شركه"), ("علمی", "علمي"), ("كارخانه", "کارخانه"), ("колёсный", "колесный")]
    {
        assert_eq!(super::table_letters(a), super::table_letters(b));
    }
    assert_eq!(super::table_letters("завод"), "завод");
}

#[test]
fn joined_pinyin_is_split() {
    let split = |word| split_pinyin(word).map(|syllables| syllables.join(" "));
    assert_eq!(split("xiaobing").as_deref(), Some("xiao bing"));
    assert_eq!(split("dalianjichuang").as_deref(), Some("da lian ji chuang"));
    assert_eq!(split("xian").as_deref(), Some("xian"));
    assert_eq!(split("xi'an").as_deref(), Some("xi an"));
    assert_eq!(split("xinan").as_deref(), Some("xi nan"));
    assert_eq!(split("lyuwei").as_deref(), Some("lu wei"));
    for no in ["technology", "smith", "", "'", "zhangx", "Zhang", "žen"] {
        assert_eq!(split(no), None, "{no}");
    }
}

#[test]
fn kana_and_hangul() {
    first(
        Script::Kana,
        &[
            ("さくら", "sakura"),
            ("トヨタ", "toyota"),
            ("きっちょう", "kitcho"),
            ("ソニー", "soni"),
            ("ｿﾆｰ", "soni"),
            ("ジョー", "jo"),
            ("ファミリー", "famiri"),
        ],
    );
    first(Script::Hangul, &[("김정은", "gim jeong eun"), ("노광철", "no gwang cheol"), ("한국", "han guk")]);
    among(
        Script::Hangul,
        &[
            ("김정은", "kim jong un"),
            ("신라", "sil la"),
            ("독립", "tong nip"),
            ("독립운동가", "dong ni bun dong ga"),
            ("이영수", "i young soo"),
            ("부산", "pu san"),
            // Loose jamo compose.
            ("\u{1100}\u{1175}\u{11B7}", "kim"),
        ],
    );
}

#[test]
fn caucasus() {
    first(Script::Georgian, &[("მიხეილ", "mikheil"), ("ჩინჩალაძე", "chinchaladze"), ("ᲥᲐᲠᲗᲕᲔᲚᲘ", "kartveli")]);
    first(Script::Armenian, &[("Գրիգորյան", "grigoryan"), ("Երևան", "yerevan"), ("Ոսկանյան", "voskanyan")]);
    among(Script::Armenian, &[("Պետրոսյան", "bedrosian"), ("Հարությունյան", "harutyunyan")]);
}

#[test]
fn south_and_southeast_asia() {
    first(
        Script::Burmese,
        &[("မင်းအောင်လှိုင်", "min aung hlaing"), ("ကျော်", "kyaw"), ("ထွန်း", "htun"), ("မြင့်", "myint"), ("နန္ဒာ", "nan da")],
    );
    first(
        Script::Devanagari,
        &[
            ("नरेन्द्र", "narendra"),
            ("शर्मा", "sharma"),
            ("राम", "ram"),
            ("गुप्ता", "gupta"),
            ("ज़ाकिर", "zakir"),
            ("मुंबई", "mumbai"),
        ],
    );
    first(Script::OtherIndic, &[("রহমান", "rahman"), ("ਸਿੰਘ", "singh"), ("పటేల్", "patel"), ("රාජපක්ෂ", "rajapaksha")]);
    first(
        Script::Thai,
        &[
            ("สมชาย", "somchai"),
            ("ประเทศ", "prathet"),
            ("กรุงเทพ", "krungthep"),
            ("ธนาคาร", "thanakhan"),
            ("นคร", "nakhon"),
            ("สุวรรณ", "suwan"),
            ("ยิ่งลักษณ์", "yinglak"),
        ],
    );
    first(
        Script::Other,
        &[("ኤርሚያስ", "ermiyas"), ("ສຸກ", "suk"), ("ສົມພອນ", "somphon"), ("ວຽງຈັນ", "wiangchan"), ("សុខ", "sok")],
    );
}

#[test]
fn scripts_of_letters() {
    for (c, script) in [
        ('a', Some(Script::Latin)),
        ('Ж', Some(Script::Cyrillic)),
        ('ё', Some(Script::Cyrillic)),
        ('Ω', Some(Script::Greek)),
        ('ع', Some(Script::Arabic)),
        ('ש', Some(Script::Hebrew)),
        ('国', Some(Script::Han)),
        ('々', Some(Script::Han)),
        ('カ', Some(Script::Kana)),
        ('ー', Some(Script::Kana)),
        ('김', Some(Script::Hangul)),
        ('ქ', Some(Script::Georgian)),
        ('Ա', Some(Script::Armenian)),
        ('ก', Some(Script::Thai)),
        ('က', Some(Script::Burmese)),
        ('न', Some(Script::Devanagari)),
        ('ம', Some(Script::OtherIndic)),
        ('ខ', Some(Script::Other)),
        ('5', None),
        ('٣', None),
        ('-', None),
        (' ', None),
        ('\u{301}', None),
        ('\u{64E}', None),
        ('。', None),
    ] {
        assert_eq!(script_of(c), script, "{c}");
    }
}

fn any_script() -> impl Strategy<Value = Script> {
    use Script::{
        Arabic, Armenian, Burmese, Cyrillic, Devanagari, Georgian, Greek, Han, Hangul, Hebrew, Kana, Latin, Other,
        OtherIndic, Thai,
    };
    proptest::sample::select(vec![
        Latin, Cyrillic, Greek, Arabic, Hebrew, Han, Kana, Hangul, Georgian, Armenian, Thai, Burmese, Devanagari,
        OtherIndic, Other,
    ])
}

/// Words of letters that lie close together, as those of one script do.
fn native_word() -> impl Strategy<Value = String> {
    let block = proptest::sample::select(vec![
        0x370_u32, 0x400, 0x480, 0x530, 0x590, 0x600, 0x680, 0x750, 0x900, 0x980, 0xA00, 0xA80, 0xB00, 0xB80, 0xC00,
        0xC80, 0xD00, 0xD80, 0xE00, 0xE80, 0xF00, 0x1000, 0x10A0, 0x1100, 0x1200, 0x1780, 0x1800, 0x1F00, 0x2D00,
        0x3040, 0x30A0, 0x4E00, 0x5800, 0x9000, 0xAC00, 0xC800, 0xF900, 0xFB50, 0xFE70, 0xFF60, 0x1D400, 0x20000,
    ]);
    (block, proptest::collection::vec(0_u32..0x80, 0..12))
        .prop_map(|(block, offsets)| offsets.iter().filter_map(|offset| char::from_u32(block + offset)).collect())
}

fn check(word: &str, script: Script) -> Result<(), TestCaseError> {
    let readings = romanize(word, script);
    prop_assert!(readings.len() <= MAX_READINGS);
    for (i, reading) in readings.iter().enumerate() {
        prop_assert!(!reading.is_empty() && reading.trim() == reading && !reading.contains("  "), "{:?}", reading);
        prop_assert!(reading.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b' ')), "{:?}", reading);
        prop_assert!(!readings[..i].contains(reading), "{:?}", readings);
    }
    prop_assert_eq!(readings, romanize(word, script));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn any_text_is_read_under_any_script(word in any::<String>(), script in any_script()) {
        check(&word, script)?;
    }

    #[test]
    fn native_words_are_read(word in native_word(), script in any_script()) {
        if let Some(own) = word.chars().find_map(script_of) {
            check(&word, own)?;
        }
        check(&word, script)?;
    }

    #[test]
    fn latin_syllables_never_panic(word in any::<String>()) {
        let _ = pinyin_syllable(&word);
        if let Some(syllables) = split_pinyin(&word) {
            prop_assert!(!syllables.is_empty());
        }
    }

    /// What is put together from syllables is split, if not always at the same places.
    #[test]
    fn syllables_joined_are_split(syllables in proptest::collection::vec("(zh|ch|sh|b|l|m|d)(a|an|ang|u)", 1..5)) {
        prop_assert!(split_pinyin(&syllables.concat()).is_some());
    }
}
