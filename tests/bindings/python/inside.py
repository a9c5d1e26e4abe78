"""The library inside of an app: which it is, the keystore, its pages for a WebView, callbacks that throw, use after the end."""

import asyncio
import http.cookiejar
import queue
import urllib.error
import urllib.request

import doorstep
from doorstep import Change, PhoneError
from town import Town, refused


class Keys(doorstep.KeyStore):
    """A keystore that gives a key, or fails at it."""

    def __init__(self, key: "bytes | None") -> None:
        self.key = key

    def store_key(self) -> bytes:
        if self.key is None:
            raise RuntimeError("the keystore is locked")
        return self.key


class Heard(doorstep.ChangeListener):
    """Keeps what changed, and throws each time, which must hurt nothing."""

    def __init__(self) -> None:
        self.changes: "queue.Queue[list[Change]]" = queue.Queue()

    def changed(self, what: "list[Change]") -> None:
        self.changes.put(what)
        raise RuntimeError("the app's own mistake")


async def listen(town: Town) -> None:
    heard = Heard()
    town.alice.listen(heard)
    town.alice.knock(town.alice.doors()[0].id, doorstep.Outcome.NOBODY_IN)
    assert await asyncio.to_thread(heard.changes.get, timeout=20) == [Change.HERE]
    town.carol.add_area("Elm Row")
    await town.carol.sync(None)
    await town.alice.sync(None)
    told = set()
    while told != {Change.SAVED, Change.ARRIVED}:
        told |= {change for change in await asyncio.to_thread(heard.changes.get, timeout=20) if change != Change.HERE}
    town.alice.listen(None)


def keystore(town: Town) -> None:
    settings = doorstep.PhoneSettings(store_path=str(town.folder / "locked.db"))
    expected = "opened" if doorstep.about().encrypts else "no-cipher"
    try:
        doorstep.Phone.open_encrypted(settings, Keys(bytes(32)))
    except PhoneError.Storage as error:
        assert error.code == expected, error
    refused("no-store-key", PhoneError.Broken, lambda: doorstep.Phone.open_encrypted(settings, Keys(None)))


def fetch(browser: urllib.request.OpenerDirector, url: str) -> str:
    """A page, as text."""
    with browser.open(url, timeout=20) as page:
        return page.read().decode()


async def pages(alice: doorstep.Phone) -> None:
    refused("bad-minutes", PhoneError.Input, lambda: alice.show_field_app(0))
    shown = alice.show_field_app(15)
    cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
    browser = urllib.request.build_opener(cookies)
    first = await asyncio.to_thread(fetch, browser, shown.url())
    assert "12 Larch Road" in first, first
    await shown.stop()
    try:
        await asyncio.to_thread(fetch, browser, shown.url())
    except urllib.error.URLError:
        return
    raise AssertionError("the pages are still served")


async def chapter(town: Town) -> None:
    assert doorstep.about().version
    keystore(town)
    await pages(town.alice)
    await listen(town)
    # A task that nobody waits for goes on, and what it achieved is there.
    abandoned = asyncio.create_task(town.alice.sync(None))
    await asyncio.sleep(0)
    abandoned.cancel()
    await town.alice.sync(None)
    assert town.alice.status().unsent == 0
