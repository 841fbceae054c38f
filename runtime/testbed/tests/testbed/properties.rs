//! Whatever a file holds, there is an answer.

use proptest::prelude::*;

use crate::support::{Files, World};

/// Reads a text as a testbed, and everything that can be said of it.
fn read(text: &str) {
    let files = Files::new(&[("lab.yaml", text), ("inc.yaml", "a: 1"), ("other.yaml", text)]);
    let world = World { environment: [("A", "%{self}")].into(), put_off: true, ..World::default() };
    match files.load("lab.yaml", &world) {
        Err(mistakes) => {
            assert!(mistakes.mistakes() > 0);
            let told = mistakes.render(false);
            assert!(!told.contains(|c: char| c.is_control() && !matches!(c, '\n' | '\t')), "{told:?}");
            drop(mistakes.render(true));
        }
        Ok((testbed, _)) => {
            drop(easypy_testbed::show::tree(&testbed));
            easypy_testbed::svg::write(&mut Vec::new(), &testbed).unwrap();
            serde_json::to_string(&easypy_testbed::view::Json::new(&testbed, |_| true)).unwrap();
        }
    }
}

/// Pieces of which testbeds are made, in an order that nobody wrote.
fn pieces() -> impl Strategy<Value = String> {
    const PIECES: [&str; 52] = [
        "testbed",
        "devices",
        "topology",
        "extends",
        "connections",
        "credentials",
        "custom",
        "interfaces",
        "links",
        "default",
        "password",
        "hunter2",
        "type",
        "os",
        "R1",
        "e1",
        ":",
        ": ",
        "\n",
        "\n  ",
        "\n    ",
        "\n      ",
        "- ",
        "{",
        "}",
        "[",
        "]",
        ", ",
        "&a ",
        "*a",
        "<<: ",
        "!!str ",
        "\"",
        "'",
        "|\n",
        ">-\n",
        "# ",
        "---\n",
        "%ENV{A}",
        "%ASK{}",
        "%CLI{x}",
        "%INCLUDE{inc.yaml}",
        "%INCLUDE{other.yaml}",
        "%{self}",
        "%{testbed.custom}",
        "%{",
        "}",
        "\t",
        "\r\n",
        "ä",
        "\u{feff}",
        "\u{1b}[2J",
    ];
    prop::collection::vec(prop::sample::select(PIECES.as_slice()), 0..60).prop_map(|pieces| pieces.concat())
}

/// YAML that is well formed, of keys that mean something and values of any kind.
fn tree() -> impl Strategy<Value = serde_json::Value> {
    let key = prop::sample::select(
        [
            "testbed",
            "devices",
            "topology",
            "name",
            "custom",
            "credentials",
            "default",
            "username",
            "password",
            "R1",
            "R2",
            "alias",
            "os",
            "connections",
            "cli",
            "ip",
            "port",
            "command",
            "defaults",
            "via",
            "interfaces",
            "e1",
            "link",
            "segment",
            "ipv4",
            "ipv6",
            "links",
            "segments",
            "extends",
            "servers",
            "fallback_credentials",
        ]
        .as_slice(),
    );
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        prop::sample::select(
            [
                "R1",
                "10.0.0.1",
                "10.0.0.1/24",
                "%ASK{}",
                "%{self}",
                "%{devices.R1}",
                "%{testbed.credentials}",
                "%{self.os}",
                "%ENV{A}",
                "inc.yaml",
                "%INCLUDE{inc.yaml}",
                "%INCLUDE{lab.yaml}",
                "",
            ]
            .as_slice()
        )
        .prop_map(Into::into),
        any::<String>().prop_map(Into::into),
    ];
    leaf.prop_recursive(6, 128, 8, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Into::into),
            prop::collection::btree_map(key.clone(), inner, 0..8).prop_map(|map| map
                .into_iter()
                .map(|(key, value)| (key.to_owned(), value))
                .collect::<serde_json::Map<_, _>>()
                .into()),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn no_text_is_too_much(text: String) {
        read(&text);
    }

    #[test]
    fn no_order_of_pieces_is_too_much(text in pieces()) {
        read(&text);
    }

    #[test]
    fn no_tree_is_too_much(tree in tree()) {
        read(&tree.to_string());
    }
}
