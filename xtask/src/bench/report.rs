//! The rows, for people at a terminal, for the documentation, and for programs.

use anyhow::Result;
use serde::Serialize;

use super::goal::Standing;
use super::machine::Machine;
use super::row::Row;

const HEAD: [&str; 7] = ["what", "value", "against", "ratio", "spread", "goal", "met"];

/// An aligned table, with the notes below it.
pub(super) fn text(rows: &[Row]) -> String {
    let mut lines = vec![HEAD.map(str::to_owned)];
    lines.extend(rows.iter().map(cells));
    let mut widths = [0; HEAD.len()];
    for line in &lines {
        for (width, cell) in widths.iter_mut().zip(line) {
            *width = cell.chars().count().max(*width);
        }
    }
    let mut text = String::new();
    for line in &lines {
        let padded: Vec<String> =
            line.iter().zip(widths).map(|(cell, width)| format!("{cell:<width$}")).collect();
        text.push_str(padded.join("  ").trim_end());
        text.push('\n');
    }
    for row in rows.iter().filter(|row| !row.note.is_empty()) {
        text.push_str(&format!("\n{}: {}", row.name, row.note));
    }
    text
}

/// The machine, the table and the notes.
pub(super) fn markdown(machine: &Machine, rows: &[Row]) -> String {
    let mut text = format!("{machine}\n\n");
    let mut line = |cells: &[String]| text.push_str(&format!("| {} |\n", cells.join(" | ")));
    line(&HEAD.map(str::to_owned));
    line(&HEAD.map(|_| "---".to_owned()));
    for row in rows {
        line(&cells(row).map(|cell| cell.replace('|', r"\|")));
    }
    for row in rows.iter().filter(|row| !row.note.is_empty()) {
        text.push_str(&format!("\n- {}: {}", row.name, row.note));
    }
    text.push('\n');
    text
}

/// A JSON array of the rows.
///
/// # Errors
/// None that could happen: a row is plain text and numbers.
pub(super) fn json(rows: &[Row]) -> Result<String> {
    #[derive(Serialize)]
    struct Plain<'a> {
        name: &'a str,
        value: Option<f64>,
        unit: &'a str,
        against: Option<&'a str>,
        against_value: Option<f64>,
        ratio: Option<f64>,
        spread: Option<(f64, f64)>,
        goal: Option<String>,
        met: Option<bool>,
        note: &'a str,
    }
    let rows: Vec<Plain<'_>> = rows
        .iter()
        .map(|row| Plain {
            name: &row.name,
            value: row.value,
            unit: row.unit,
            against: row.against.as_ref().map(|against| against.name.as_str()),
            against_value: row.against.as_ref().map(|against| against.value),
            ratio: row.ratio,
            spread: row.spread,
            goal: row.goal.map(|goal| goal.to_string()),
            met: row.standing().map(|standing| standing == Standing::Met),
            note: &row.note,
        })
        .collect();
    Ok(serde_json::to_string_pretty(&rows)? + "\n")
}

/// The cells of a row, as [`HEAD`] has them.
fn cells(row: &Row) -> [String; HEAD.len()] {
    let value = row.value.map_or_else(|| "-".to_owned(), |value| format!("{} {}", number(value), row.unit));
    let against = row.against.as_ref();
    let against = against.map(|against| format!("{} ({})", number(against.value), against.name));
    let ratio = row.ratio.map(times);
    let spread = row.spread.map(|(least, greatest)| match row.ratio {
        Some(_) => format!("{} – {}", times(least), times(greatest)),
        None => format!("{} – {}", number(least), number(greatest)),
    });
    let [against, ratio, spread] = [against, ratio, spread].map(Option::unwrap_or_default);
    let goal = row.goal.map(|goal| goal.to_string()).unwrap_or_default();
    let met = row.standing().map(|standing| standing.to_string()).unwrap_or_default();
    [row.name.clone(), value, against, ratio, spread, goal, met]
}

/// A ratio as one says it.
fn times(ratio: f64) -> String {
    if ratio < 0.1 { format!("{}× less", number(1.0 / ratio)) } else { format!("{}×", number(ratio)) }
}

/// Three digits that matter.
fn number(number: f64) -> String {
    let digits = match number.abs() {
        100.0.. => 0,
        10.0.. => 1,
        1.0.. => 2,
        _ => 3,
    };
    format!("{number:.digits$}")
}

#[cfg(test)]
mod tests {
    use anyhow::Error;

    use super::super::goal::Goal;
    use super::super::rounds::Pair;
    use super::*;

    fn rows() -> Vec<Row> {
        let rounds = [Pair { value: 0.8, against: 0.5 }, Pair { value: 0.9, against: 0.5 }];
        vec![
            Row::compared("a task", "ms", "/bin/true", &rounds).goal(Goal::ratio_at_most(1.0).must(3.0)),
            Row::unmeasured("a | b", &Error::msg("no python3")),
        ]
    }

    #[test]
    fn the_table_is_aligned_and_its_notes_are_below() {
        let expected = "\
what    value     against          ratio  spread         goal               met\n\
a task  0.850 ms  0.500 (/bin/true)  1.70×  1.60× – 1.80×  ≤ 1× (must: ≤ 3×)  not yet\n\
a | b   -\n\
\n\
a | b: not measured: no python3";
        let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let text = text(&rows());
        assert_eq!(squeezed(&text), squeezed(expected));
        let column = |line: usize, word: &str| {
            let line = text.lines().nth(line).unwrap();
            line[..line.find(word).unwrap()].chars().count()
        };
        assert_eq!(column(0, "ratio"), column(1, "1.70×"));
        assert_eq!(column(0, "goal"), column(1, "≤ 1×"));
    }

    #[test]
    fn markdown_keeps_its_columns() {
        let text = markdown(&Machine::look(), &rows());
        assert!(text.contains("| a task | 0.850 ms | 0.500 (/bin/true) | 1.70× |"), "{text}");
        assert!(text.contains(r"| a \| b | - |"), "{text}");
    }

    #[test]
    fn json_has_what_programs_ask_for() {
        let rows: serde_json::Value = serde_json::from_str(&json(&rows()).unwrap()).unwrap();
        assert_eq!(rows[0]["name"], "a task");
        assert_eq!(rows[0]["unit"], "ms");
        assert_eq!(rows[0]["against"], "/bin/true");
        assert_eq!(rows[0]["goal"], "≤ 1× (must: ≤ 3×)");
        assert_eq!(rows[0]["met"], false);
        assert!((rows[0]["ratio"].as_f64().unwrap() - 1.7).abs() < 1e-9);
        assert_eq!(rows[1]["value"], serde_json::Value::Null);
    }

    #[test]
    fn numbers_keep_three_digits() {
        assert_eq!([0.0331, 1.234, 56.78, 1234.5].map(number), ["0.033", "1.23", "56.8", "1234"]);
        assert_eq!([0.0025, 0.5, 12.0].map(times), ["400× less", "0.500×", "12.0×"]);
    }
}
