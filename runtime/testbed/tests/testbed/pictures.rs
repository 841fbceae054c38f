//! The topology as a picture.

use easypy_testbed::{Testbed, svg};
use proptest::prelude::*;
use quick_xml::events::Event;

use crate::support::testbed;

fn picture(testbed: &Testbed) -> String {
    let mut out = Vec::new();
    svg::write(&mut out, testbed).unwrap();
    String::from_utf8(out).unwrap()
}

/// A testbed of so many devices, with links between those of these numbers.
fn linked(devices: usize, links: &[Vec<usize>]) -> Testbed {
    let mut text = String::from("devices:\n");
    for n in 0..devices {
        text.push_str(&format!("  R{n}: {{os: ios, type: router, connections: {{}}}}\n"));
    }
    let mut interfaces = vec![Vec::new(); devices];
    for (n, link) in links.iter().enumerate() {
        for device in link {
            let of_device: &mut Vec<String> = &mut interfaces[*device];
            of_device.push(format!("Gi0/{n}/{}: {{type: e, link: l{n}}}", of_device.len()));
        }
    }
    text.push_str("topology:\n");
    for (n, interfaces) in interfaces.iter().enumerate() {
        text.push_str(&format!("  R{n}: {{interfaces: {{{}}}}}\n", interfaces.join(", ")));
    }
    testbed(&text)
}

/// The boxes of devices and shared links: x, y, width, height.
fn boxes(picture: &str) -> Vec<[f64; 4]> {
    let mut reader = quick_xml::Reader::from_str(picture);
    let mut boxes = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Eof => return boxes,
            Event::Empty(element) if element.name().as_ref() == "rect" => {
                let get = |name: &str| {
                    let value = element.try_get_attribute(name).unwrap()?;
                    value.value.parse().ok()
                };
                // Labels and the ground have a class, or no corners.
                if let (None, Some(_)) = (element.try_get_attribute("class").unwrap(), get("rx")) {
                    boxes.push(["x", "y", "width", "height"].map(|name| get(name).unwrap()));
                }
            }
            _ => {}
        }
    }
}

fn assert_no_overlap(picture: &str, expected: usize) {
    let boxes = boxes(picture);
    assert_eq!(boxes.len(), expected, "{picture}");
    for (n, [x, y, w, h]) in boxes.iter().enumerate() {
        for [other_x, other_y, other_w, other_h] in &boxes[n + 1..] {
            let apart =
                x + w <= *other_x || other_x + other_w <= *x || y + h <= *other_y || other_y + other_h <= *y;
            assert!(apart, "{picture}");
        }
    }
}

#[test]
fn a_picture_is_the_same_each_time() {
    let testbed = linked(3, &[vec![0, 1], vec![1, 2], vec![0, 1, 2], vec![2]]);
    let first = picture(&testbed);
    assert_eq!(picture(&testbed), first);
    insta::assert_snapshot!(first);
}

#[test]
fn an_empty_testbed_has_a_picture() {
    assert!(boxes(&picture(&testbed("devices: {}"))).is_empty());
}

#[test]
fn texts_of_the_file_stay_texts() {
    let hostile = testbed(
        "testbed: {name: '</title><script>alert(1)</script>'}\ndevices: {'<b onload=\"x\">&': {os: \"'>\", type: '<!--', connections: {}}}",
    );
    let picture = picture(&hostile);
    let mut reader = quick_xml::Reader::from_str(&picture);
    let mut names = std::collections::BTreeSet::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Eof => break,
            Event::Start(element) | Event::Empty(element) => {
                names.insert(element.name().as_ref().to_owned());
            }
            Event::Comment(_) => panic!("{picture}"),
            _ => {}
        }
    }
    assert_eq!(names.into_iter().collect::<Vec<_>>(), ["g", "path", "rect", "style", "svg", "text", "title"]);
}

#[test]
fn more_devices_than_are_arranged_stand_in_rows() {
    assert_no_overlap(&picture(&linked(400, &[vec![0, 1], vec![5, 9]])), 400);
}

#[test]
fn a_large_mesh_has_its_boxes_apart() {
    let all: Vec<_> = (0..40).flat_map(|n| (0..n).map(move |m| vec![n, m])).collect();
    assert_no_overlap(&picture(&linked(40, &all)), 40);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn boxes_never_overlap(devices in 1_usize..25, links in prop::collection::vec(prop::collection::vec(0_usize..25, 1..4), 0..40)) {
        let links: Vec<Vec<usize>> =
            links.into_iter().map(|link| link.into_iter().map(|n| n % devices).collect()).collect();
        // A link with one end, with many, or within one device is a box of its own.
        let shared = links.iter().filter(|link| link.len() != 2 || link[0] == link[1]).count();
        assert_no_overlap(&picture(&linked(devices, &links)), devices + shared);
    }
}
