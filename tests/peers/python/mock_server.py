"""Unicon's mock devices on TCP: serves those it is told of until its standard input ends.

Its argument is a JSON list with an object for each device: kind ("telnet" or "ssh"), port, os, state, hostname,
credentials (a user's name to a password; SSH only) and, where it is not one of Unicon's own, data (a directory
of mock data). SSH wants its host key as `ssh_host_key` in the working directory.

Unicon takes a third of a second to load, so many devices are one load and a fork each. Whoever started this
holds the other end of standard input: when it is gone, however it went, all of them are.
"""

import json
import logging
import os
import sys
import threading


def serve(device):
    """One device, for as long as the process lives."""
    from unicon.mock.mock_device import MockDeviceSSHWrapper, MockDeviceTcpWrapper

    options = {
        "device_os": device["os"],
        "state": device["state"],
        "hostname": device["hostname"],
        "listen": "127.0.0.1",
        "port": device["port"],
    }
    if device.get("data"):
        options["mock_data_dir"] = device["data"]
    if device["kind"] == "ssh":
        options["credentials"] = device["credentials"]
        MockDeviceSSHWrapper(**options).run()
    else:
        MockDeviceTcpWrapper(**options).run()


def leave_with_parent():
    """Ends the process when standard input does."""

    def wait():
        while os.read(0, 4096):
            pass
        os._exit(0)

    threading.Thread(target=wait, daemon=True).start()


def main():
    logging.basicConfig(level=logging.INFO)
    devices = json.loads(sys.argv[1])
    import unicon.mock.mock_device  # noqa: F401 - loaded once, before the forks

    for device in devices:
        if os.fork() == 0:
            leave_with_parent()
            try:
                serve(device)
            except BaseException:
                logging.exception("device %s", device)
            # A device serves without an end: one that has returned did not get its port.
            os._exit(1)
    leave_with_parent()
    pid, status = os.wait()
    logging.error("process %s of a device ended: %s", pid, status)
    os._exit(1)


main()
