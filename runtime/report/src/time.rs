//! Times and durations in the forms of the reports. All are local times of the run's time zone.

use jiff::Timestamp;
use jiff::tz::TimeZone;

/// Shows times in one zone.
#[derive(Clone, Debug)]
pub(crate) struct Clock(TimeZone);

impl Clock {
    /// The zone of an IANA name; UTC for a name that is not known here.
    pub(crate) fn of(zone: &str) -> Clock {
        Clock(TimeZone::get(zone).unwrap_or(TimeZone::UTC))
    }

    /// `2026-11-24 02:32:20.236469+00:00`
    pub(crate) fn long(&self, time: Timestamp) -> String {
        self.format(time, "%Y-%m-%d %H:%M:%S%.6f%:z")
    }

    /// `2026-11-24T02:32:20`
    pub(crate) fn short(&self, time: Timestamp) -> String {
        self.format(time, "%Y-%m-%dT%H:%M:%S")
    }

    /// `2026-11-24T02:32:20.236469+00:00` (RFC 3339)
    pub(crate) fn rfc3339(&self, time: Timestamp) -> String {
        self.format(time, "%Y-%m-%dT%H:%M:%S%.6f%:z")
    }

    /// The date and time of day, for where a zone cannot be told.
    pub(crate) fn civil(&self, time: Timestamp) -> jiff::civil::DateTime {
        self.0.to_datetime(time)
    }

    fn format(&self, time: Timestamp, form: &str) -> String {
        time.to_zoned(self.0.clone()).strftime(form).to_string()
    }
}

/// From one time to another in microseconds; nothing when the clock was put back between them.
pub(crate) fn microseconds(start: Timestamp, stop: Timestamp) -> u64 {
    u64::try_from(stop.duration_since(start).as_micros()).unwrap_or(0)
}

/// The same in seconds, as `results.json` has it.
pub(crate) fn seconds(start: Timestamp, stop: Timestamp) -> f64 {
    microseconds(start, stop) as f64 / 1e6
}

/// `H:MM:SS`, rounded up to whole seconds (SPEC 5).
pub(crate) fn elapsed(start: Timestamp, stop: Timestamp) -> String {
    let seconds = microseconds(start, stop).div_ceil(1_000_000);
    format!("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// `HH:MM:SS`, rounded down, as the XML files have it.
pub(crate) fn runtime(start: Timestamp, stop: Timestamp) -> String {
    let seconds = microseconds(start, stop) / 1_000_000;
    format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::{Clock, elapsed, microseconds, runtime};

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn times_are_local_with_six_digits_and_the_offset() {
        let time = at("2026-11-24T02:32:20.5Z");
        assert_eq!(Clock::of("UTC").long(time), "2026-11-24 02:32:20.500000+00:00");
        assert_eq!(Clock::of("Asia/Tokyo").long(time), "2026-11-24 11:32:20.500000+09:00");
        assert_eq!(Clock::of("Asia/Tokyo").short(time), "2026-11-24T11:32:20");
        assert_eq!(Clock::of("no/where").rfc3339(time), "2026-11-24T02:32:20.500000+00:00");
    }

    #[test]
    fn elapsed_time_is_rounded_up_and_runtime_down() {
        let (start, stop) = (at("2026-11-24T02:32:20.9Z"), at("2026-11-25T05:33:21.1Z"));
        assert_eq!(elapsed(start, stop), "27:01:01");
        assert_eq!(runtime(start, stop), "27:01:00");
        assert_eq!(elapsed(start, start), "0:00:00");
        assert_eq!(microseconds(stop, start), 0);
    }

    #[test]
    fn the_ends_of_time_can_be_shown() {
        for time in [Timestamp::MIN, Timestamp::MAX] {
            assert!(!Clock::of("Asia/Tokyo").long(time).is_empty());
        }
        assert!(microseconds(Timestamp::MIN, Timestamp::MAX) > 0);
    }
}
