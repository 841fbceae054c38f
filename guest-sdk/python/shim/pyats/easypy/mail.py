"""`runtime.mail_report`: takes what a job adds to the mail, so that such a job runs. No mail is sent (DIFFERENCES)."""

from __future__ import annotations

import logging

from pyats.datastructures import OrderableDict

_log = logging.getLogger("pyats.easypy")


class MailReport:
    """The subject, and the contents by their headings."""

    def __init__(self) -> None:
        self.subject = ""
        self.attachment: str | None = None
        self.custom_template: str | None = None
        self.contents = OrderableDict()
        _log.warning("What the job puts into runtime.mail_report goes nowhere: easypy-wasm sends no mail.")
