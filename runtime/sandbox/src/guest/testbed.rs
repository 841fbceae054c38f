//! The `testbed` capability: each call is one request. The host decides, and owns the sessions.

mod convert;

use std::time::Duration;

use easypy_contract::limits::{LimitHit, VALUE_BYTES};
use easypy_contract::testbed::{Error, Op, Reply, Request};
use easypy_contract::{Reply as AnyReply, Request as AnyRequest};

use super::Guest;
use super::task::unexpected;
use crate::bindings::easypy::runtime::testbed::{
    Configured, Connected, DeviceError, Exchange, Host, Matched, Output,
};

type Answer<T> = wasmtime::Result<Result<T, DeviceError>>;

impl Guest {
    /// Asks, and takes from the reply what the call returns.
    fn ask_testbed<T>(&mut self, request: Request, take: fn(Reply) -> Result<T, Reply>) -> Answer<T> {
        if size(&request) > VALUE_BYTES {
            return Ok(Err(Error::from(LimitHit::new("value-size", VALUE_BYTES)).into()));
        }
        match self.link.ask(AnyRequest::Testbed(request))? {
            AnyReply::Testbed(Ok(reply)) => take(reply).map(Ok).map_err(|other| unexpected(&other)),
            AnyReply::Testbed(Err(error)) => Ok(Err(error.into())),
            other => Err(unexpected(&other)),
        }
    }

    fn on_device<T>(
        &mut self,
        device: String,
        via: Option<String>,
        op: Op,
        take: fn(Reply) -> Result<T, Reply>,
    ) -> Answer<T> {
        self.ask_testbed(Request::On { device, via, op }, take)
    }
}

/// What a guest can size in a request, in bytes.
fn size(request: &Request) -> usize {
    let all = |texts: &[String]| texts.iter().map(|text| text.len() + 8).sum::<usize>();
    match request {
        Request::Topology => 0,
        Request::Lease { devices, .. } | Request::Release { devices } => all(devices),
        Request::On { device, via, op } => {
            let names = device.len() + via.as_ref().map_or(0, String::len);
            names
                + match op {
                    Op::Execute { commands: lines, options } | Op::Configure { lines, options } => {
                        let errors = options.errors.as_deref().map_or(0, all);
                        let reply = |reply: &easypy_contract::testbed::ReplyTo| {
                            reply.pattern.len() + reply.answer.len() + 8
                        };
                        all(lines) + errors + options.replies.iter().map(reply).sum::<usize>()
                    }
                    Op::Send { text } => text.len(),
                    Op::Expect { patterns, .. } => all(patterns),
                    Op::Connect { .. } | Op::Prepare { .. } | Op::IsConnected | Op::Mode | Op::Disconnect => {
                        0
                    }
                }
        }
    }
}

fn done(reply: Reply) -> Result<(), Reply> {
    match reply {
        Reply::Done => Ok(()),
        other => Err(other),
    }
}

impl Host for Guest {
    fn topology(&mut self) -> Answer<Option<String>> {
        self.ask_testbed(Request::Topology, |reply| match reply {
            Reply::Topology(json) => Ok(json),
            other => Err(other),
        })
    }

    fn connect(&mut self, device: String, via: Option<String>, timeout: Option<u64>) -> Answer<Connected> {
        let op = Op::Connect { timeout: timeout.map(Duration::from_nanos) };
        self.on_device(device, via, op, |reply| match reply {
            Reply::Connected(connected) => Ok(connected.into()),
            other => Err(other),
        })
    }

    fn prepare(&mut self, device: String, via: Option<String>, timeout: Option<u64>) -> Answer<()> {
        let op = Op::Prepare { timeout: timeout.map(Duration::from_nanos) };
        self.on_device(device, via, op, done)
    }

    fn execute(
        &mut self,
        device: String,
        via: Option<String>,
        commands: Vec<String>,
        options: Exchange,
    ) -> Answer<Vec<Output>> {
        let op = Op::Execute { commands, options: options.into() };
        self.on_device(device, via, op, |reply| match reply {
            Reply::Executed(outputs) => Ok(outputs.into_iter().map(Into::into).collect()),
            other => Err(other),
        })
    }

    fn configure(
        &mut self,
        device: String,
        via: Option<String>,
        lines: Vec<String>,
        options: Exchange,
    ) -> Answer<Configured> {
        let op = Op::Configure { lines, options: options.into() };
        self.on_device(device, via, op, |reply| match reply {
            Reply::Configured { output, mode } => Ok(Configured { output: output.into(), mode }),
            other => Err(other),
        })
    }

    fn send(&mut self, device: String, via: Option<String>, text: String) -> Answer<()> {
        self.on_device(device, via, Op::Send { text }, done)
    }

    fn expect(
        &mut self,
        device: String,
        via: Option<String>,
        patterns: Vec<String>,
        timeout: Option<u64>,
    ) -> Answer<Matched> {
        let op = Op::Expect { patterns, timeout: timeout.map(Duration::from_nanos) };
        self.on_device(device, via, op, |reply| match reply {
            Reply::Matched(matched) => Ok(matched.into()),
            other => Err(other),
        })
    }

    fn is_connected(&mut self, device: String, via: Option<String>) -> Answer<bool> {
        self.on_device(device, via, Op::IsConnected, |reply| match reply {
            Reply::Flag(flag) => Ok(flag),
            other => Err(other),
        })
    }

    fn mode(&mut self, device: String, via: Option<String>) -> Answer<String> {
        self.on_device(device, via, Op::Mode, |reply| match reply {
            Reply::Mode(mode) => Ok(mode),
            other => Err(other),
        })
    }

    fn disconnect(&mut self, device: String, via: Option<String>) -> Answer<()> {
        self.on_device(device, via, Op::Disconnect, done)
    }

    fn lease(&mut self, devices: Vec<String>, timeout: Option<u64>) -> Answer<u64> {
        let timeout = timeout.map(Duration::from_nanos);
        self.ask_testbed(Request::Lease { devices, timeout }, |reply| match reply {
            Reply::Leased(number) => Ok(number),
            other => Err(other),
        })
    }

    fn release(&mut self, devices: Vec<String>) -> Answer<()> {
        self.ask_testbed(Request::Release { devices }, done)
    }
}
