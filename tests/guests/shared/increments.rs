//! Adds to shared numbers, `times` times: by one atomic call, by compare-and-set, and under a lock.

#[easypy::testscript]
mod increments {
    use easypy::prelude::*;

    #[derive(Default)]
    struct Tc;

    #[testcase(id = "tc")]
    impl Tc {
        #[test]
        fn atomically(&self, dict: Dict, value: Value, times: u32) -> easypy::Result {
            for _ in 0..times {
                dict.add("added", 1)?;
                value.add(1)?;
            }
            Ok(())
        }

        #[test]
        fn by_comparing(&self, dict: Dict, times: u32) -> easypy::Result {
            for _ in 0..times {
                loop {
                    let now: Option<u32> = dict.get("compared")?;
                    if dict.compare_and_set("compared", now, now.unwrap_or(0) + 1)? {
                        break;
                    }
                }
            }
            Ok(())
        }

        #[test]
        fn under_a_lock(&self, dict: Dict, lock: Lock, times: u32) -> easypy::Result {
            for _ in 0..times {
                let held = lock.lock()?;
                let now: u32 = dict.get("locked")?.unwrap_or(0);
                dict.set("locked", now + 1)?;
                drop(held);
            }
            Ok(())
        }

        #[test]
        fn in_a_list(&self, list: List, times: u32) -> easypy::Result {
            for n in 0..times {
                list.append(n)?;
            }
            Ok(())
        }
    }
}
