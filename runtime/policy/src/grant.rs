//! What one job or one task may do.

use std::sync::Arc;

use easypy_testbed::model::Device;

use crate::decide::{Action, Decision, Trace, Verdict, judge};
use crate::explain::Explanation;
use crate::rules::{Addresses, Directories, Layer, Limits};

/// What a guest may do: layers, each of which must allow it.
#[derive(Clone, Debug)]
pub struct Grant {
    /// Private to this file: all that can be done to it is to add to it.
    layers: Vec<Arc<Layer>>,
    /// Whether there is a policy. Without one a guest has what the run was given, and no more.
    has_policy: bool,
}

/// There are as many layers as there can be.
pub(crate) struct TooMany;

impl Grant {
    /// Where there is no policy: every device and every action, the environment that the run hands out; no
    /// further directories and no addresses. It can be narrowed like any other.
    pub fn unlimited() -> Grant {
        Grant { layers: Vec::new(), has_policy: false }
    }

    /// What a policy says.
    pub(crate) fn of(layer: Arc<Layer>) -> Grant {
        Grant { layers: vec![layer], has_policy: true }
    }

    /// With one more layer.
    pub(crate) fn with(&self, layer: Layer) -> Result<Grant, TooMany> {
        if self.layers.len() >= crate::bounds::LAYERS {
            return Err(TooMany);
        }
        let layers = self.layers.iter().cloned().chain([Arc::new(layer)]).collect();
        Ok(Grant { layers, has_policy: self.has_policy })
    }

    /// Whether the device may be used at all. A guest is not told that there are others.
    pub fn sees(&self, device: &Device) -> bool {
        self.layers.iter().all(|layer| layer.devices.iter().any(|rule| rule.fits(device)))
    }

    /// Whether something may be done with a device.
    pub fn decide(&self, device: &Device, action: &Action<'_>) -> Decision {
        self.walk(device, action, &mut Trace::none())
    }

    /// The same, with how it came to be, for people.
    pub fn explain(&self, device: &Device, action: &Action<'_>) -> Explanation {
        let mut trace = Trace::kept();
        let decision = self.walk(device, action, &mut trace);
        Explanation::new(decision, trace)
    }

    pub(crate) fn walk(&self, device: &Device, action: &Action<'_>, trace: &mut Trace) -> Decision {
        let verdicts: Result<Vec<String>, _> =
            self.layers.iter().map(|layer| -> Verdict { judge(layer, device, action, trace) }).collect();
        match verdicts {
            Ok(by) if by.is_empty() => Decision::Allowed { by: "no policy".to_owned() },
            Ok(by) => Decision::Allowed { by: by.join("; ") },
            Err(denial) => Decision::Denied { missing: denial.missing, by: denial.by },
        }
    }

    /// Whether the device may be configured by this way in, whatever is typed there.
    pub fn may_configure(&self, device: &Device, via: &str) -> bool {
        let may = |layer: &Arc<Layer>| crate::decide::may_configure(layer, device, via);
        self.layers.iter().all(may)
    }

    /// Whether the variable of this name may be seen.
    pub fn environment(&self, name: &str) -> bool {
        self.layers.iter().all(|layer| layer.environment.iter().any(|rule| rule.fits(name)))
    }

    /// The host's directories that are seen beside those that every guest sees.
    pub fn directories(&self) -> Directories {
        match self.layers.split_first() {
            Some((first, rest)) if self.has_policy => {
                rest.iter().fold(first.directories.clone(), |wide, narrow| wide.within(&narrow.directories))
            }
            _ => Directories::default(),
        }
    }

    /// Where connections may be made to.
    pub fn addresses(&self) -> Addresses<'_> {
        if !self.has_policy {
            return Addresses { layers: Vec::new() };
        }
        Addresses { layers: self.layers.iter().map(|layer| layer.addresses.as_slice()).collect() }
    }

    /// The lowest of each limit.
    pub fn limits(&self) -> Limits {
        self.layers.iter().fold(Limits::default(), |limits, layer| limits.within(layer.limits))
    }
}
