//! "Did you mean".

use crate::limits;

/// The known word that is nearest to what was written, if one is near enough to have been meant.
pub fn nearest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if written.len() > limits::COMPARED {
        return None;
    }
    let written = written.to_lowercase();
    let nearest = known
        .into_iter()
        .filter(|word| word.len() <= limits::COMPARED)
        .map(|word| (strsim::damerau_levenshtein(&written, &word.to_lowercase()), word))
        .min_by_key(|(distance, _)| *distance);
    // Two slips in a word of six letters, one in a shorter one; case alone is no slip at all.
    nearest.filter(|(distance, word)| *distance <= word.chars().count().min(6) / 3).map(|(_, word)| word)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn slips_are_seen_and_other_words_are_not() {
        let known = ["credentials", "connections", "os", "type", "alias"];
        assert_eq!(nearest("conections", known), Some("connections"));
        assert_eq!(nearest("credentails", known), Some("credentials"));
        assert_eq!(nearest("OS", known), Some("os"));
        assert_eq!(nearest("tpye", known), Some("type"));
        assert_eq!(nearest("colour", known), None);
        assert_eq!(nearest("ip", known), None);
        assert_eq!(nearest("x", []), None);
        assert_eq!(nearest(&"connections".repeat(1000), known), None);
    }
}
