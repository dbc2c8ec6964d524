"""Tabs of a browser as people have them: one stands in front, the others behind it.

Playwright makes every page of its own believe that it is in front. Tabs opened here are not its.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from browsing import ARGUMENTS
from chromium import find_or_install
from playwright.sync_api import Browser

# Playwright switches this off, and with it what going back does in real life.
LEAVE_ON = ["--disable-back-forward-cache"]


class Tabs:
    """Tabs of one window, told apart by their names."""

    def __init__(self, browser: Browser) -> None:
        self._session = browser.new_browser_cdp_session()
        self._answers: list[str] = []
        self._session.on(
            "Target.receivedMessageFromTarget",
            lambda event: self._answers.append(event["message"]),
        )
        self._number = 0

    def open(self, address: str, *, behind: bool = False) -> str:
        """A new tab, in front or behind the one that is; its name."""
        made = self._session.send(
            "Target.createTarget", {"url": address, "background": behind}
        )  # fmt: skip
        return str(made["targetId"])

    def show(self, tab: str) -> None:
        """Bring a tab to the front."""
        self._session.send("Target.activateTarget", {"targetId": tab})

    def close(self, tab: str) -> None:
        self._session.send("Target.closeTarget", {"targetId": tab})

    def ask(self, tab: str, expression: str) -> Any:
        """What `expression` is in the page of a tab."""
        # Only while asking: a page that is looked into is not kept for going back to.
        wish = {"targetId": tab, "flatten": False}
        session = self._session.send("Target.attachToTarget", wish)["sessionId"]
        self._number += 1
        parameters = {"expression": expression, "returnByValue": True, "awaitPromise": True}
        message = {"id": self._number, "method": "Runtime.evaluate", "params": parameters}
        told = {"sessionId": session, "message": json.dumps(message)}
        self._session.send("Target.sendMessageToTarget", told)
        try:
            assert self.until(lambda: self._answer() is not None), expression
        finally:
            self._session.send("Target.detachFromTarget", {"sessionId": session})
        return (self._answer() or {}).get("value")

    def _answer(self) -> dict[str, Any] | None:
        """What was answered to the latest question."""
        for answer in map(json.loads, self._answers):
            if answer.get("id") == self._number:
                result: dict[str, Any] = answer["result"]["result"]
                return result
        return None

    def pass_time(self, seconds: float) -> None:
        """Wait, and hear what the browser says meanwhile."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self._session.send("Browser.getVersion")
            time.sleep(min(0.05, seconds))

    def until(self, holds: Callable[[], bool], seconds: float = 10) -> bool:
        """Whether `holds` came true in time."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if holds():
                return True
            self.pass_time(0.1)
        return False


@contextmanager
def window(browser: Browser) -> Iterator[Tabs]:
    """The tabs of another browser of the same kind."""
    path = find_or_install()
    other = browser.browser_type.launch(
        executable_path=path, args=ARGUMENTS, ignore_default_args=LEAVE_ON
    )
    try:
        yield Tabs(other)
    finally:
        other.close()
