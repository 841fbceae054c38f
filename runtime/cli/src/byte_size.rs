//! Sizes as the values of options.

pub(crate) use easypy_policy::ByteSize;

/// Reads a size of at least `least` bytes.
pub(crate) fn at_least(least: u64) -> impl Fn(&str) -> Result<ByteSize, String> + Clone {
    move |text| {
        let size: ByteSize = text.parse()?;
        if size.0 < least {
            return Err(format!("at least {least} bytes are needed"));
        }
        Ok(size)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_that_are_too_small_to_work_with_are_refused() {
        let parse = at_least(4096);
        assert_eq!(parse("4K"), Ok(ByteSize(4096)));
        assert_eq!(parse("4095").unwrap_err(), "at least 4096 bytes are needed");
    }
}
