"""What the chapters of the tour share: a server of their own, phones, a questionnaire, and a town that works already.

`tour.py` tells the main story; what each chapter tries stands in its own file.
"""

import json
import os
import pathlib
import subprocess
import zlib

import doorstep
from doorstep import PageKind

FORM = """## survey

| type | name | label::English (en) | label::Español (es) | evaluation::criterion | evaluation::measure | evaluation::perspective | evaluation::sealed | evaluation::review | evaluation::consent |
|---|---|---|---|---|---|---|---|---|---|
| select_one yn | agree | May we count your answers? | ¿Podemos contar sus respuestas? | | | | | | use |
| select_one yn | ok_photo | May we take a picture? | ¿Podemos hacer una foto? | | | | | | photo |
| select_one yn | ok_quote | May we quote you? | ¿Podemos citarle? | | | | | | quote |
| select_one yn | ok_contact | May we contact you? | ¿Podemos llamarle? | | | | | | contact |
| select_one view | view | You are | Usted es | | | yes | | | |
| select_one happy | sat | How clean is it? | ¿Está limpio? | clean | satisfaction | | | | |
| text | best | What is good here? | ¿Qué hay de bueno aquí? | | | | | yes | |
| image | lamp | A picture of the lamp | Una foto de la farola | | | | | | |
| text | name | Your name? | ¿Su nombre? | | | | yes | | |
| begin_repeat | person | Each of you | Cada persona | | | | | | |
| integer | age | How old? | ¿Cuántos años? | | | | | | |
| end_repeat | person | | | | | | | | |

## choices

| list_name | name | label::English (en) | label::Español (es) | evaluation::points |
|---|---|---|---|---|
| yn | yes | Yes | Sí | |
| yn | no | No | No | |
| view | resident | I live here | Vivo aquí | |
| happy | low | Unhappy | Descontento | 1 |
| happy | high | Happy | Contento | 2 |
"""

NAME = "Zebedee Thornquist"
ANSWERS = {
    "agree": "yes",
    "ok_photo": "yes",
    "ok_quote": "yes",
    "ok_contact": "yes",
    "view": "resident",
    "sat": "high",
    "best": "Mrs Lamb waters everybody's pots.",
    "name": NAME,
}


def chunk(kind: bytes, content: bytes) -> bytes:
    """A piece of a PNG file."""
    return len(content).to_bytes(4, "big") + kind + content + zlib.crc32(kind + content).to_bytes(4, "big")


def picture(grey: int) -> bytes:
    """A picture of four by four points, as PNG."""
    rows = b"".join(b"\x00" + bytes([grey] * 4) for _ in range(4))
    head = (4).to_bytes(4, "big") * 2 + bytes([8, 0, 0, 0, 0])
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


class Server:
    """A sync server of its own, on loopback and a free port."""

    def __init__(self, folder: pathlib.Path) -> None:
        command = [os.environ["DOORSTEP_SERVER"], "host", "--store", str(folder / "server")]
        command += ["--listen", "127.0.0.1:0", "--no-page", "--json"]
        self.log = open(folder / "server.log", "wb")
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=self.log)
        self.announced = json.loads(self.process.stdout.readline())

    def address(self, **changed: str) -> doorstep.ServerAddress:
        said = {"address": self.announced["address"], "key": self.announced["pin"], "token": self.announced["token"]}
        return doorstep.ServerAddress(**(said | changed))

    def __enter__(self) -> "Server":
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait(timeout=20)
        self.process.stdout.close()
        self.log.close()


RESPONSIBLE = doorstep.ResponsibleCard(
    controllers=["Larkfield Council"],
    contact="data@larkfield.example",
    basis=doorstep.Basis.PUBLIC_TASK,
    notice="We keep what you say for two years.",
)


def phone(folder: pathlib.Path, name: str) -> doorstep.Phone:
    return doorstep.Phone.open(doorstep.PhoneSettings(store_path=str(folder / f"{name}.db"), zone="Europe/London"))


def refused(code: str, kind: type, act) -> None:
    try:
        act()
    except kind as error:
        assert error.code == code, error
        assert error.reason
    else:
        raise AssertionError(f"{code} was expected")


async def refused_later(code: str, kind: type, act) -> None:
    try:
        await act
    except kind as error:
        assert error.code == code, error
    else:
        raise AssertionError(f"{code} was expected")


def interview(on: doorstep.Phone, form: str, **changed: str) -> doorstep.Interview:
    """An interview at the first door with every answer given, on its review page."""
    under_way = on.begin(doorstep.InterviewStart(form=form, door=on.doors()[0].id))
    answers, page = ANSWERS | changed, under_way.page()
    while page.kind != PageKind.REVIEW:
        for question in page.questions if page.kind == PageKind.QUESTIONS else []:
            if question.path in answers:
                under_way.answer(question.path, answers[question.path])
        page = under_way.next()
    return under_way


class Town:
    """A coordinator and a volunteer, a server, an area, a door and a questionnaire: what a chapter begins with."""

    def __init__(self, folder: pathlib.Path, server: Server) -> None:
        self.folder, self.server = folder, server
        self.carol, self.alice = phone(folder, "carol"), phone(folder, "alice")

    async def settle(self) -> "Town":
        self.carol.found("Larkfield")
        self.carol.set_responsible(RESPONSIBLE)
        assert self.carol.responsible().controllers == ["Larkfield Council"]
        await self.carol.link_server(self.server.address(), None)
        self.area = self.carol.add_area("Lark House")
        self.carol.add_doors(self.area, [doorstep.NewDoor(address="12 Larch Road")])
        self.form = self.carol.add_form(FORM.encode(), "clean").version
        await self.joins(self.alice, doorstep.MemberRole.RESEARCHER)
        return self

    async def joins(self, somebody: doorstep.Phone, role: doorstep.MemberRole) -> None:
        """Lets somebody in and gives them what is there."""
        invite = self.carol.invite(doorstep.InviteWish(role=role, areas=[self.area]))
        await self.carol.sync(None)
        await somebody.join(invite.text, None)
        await self.carol.sync(None)
        await somebody.sync(None)

    async def both_sync(self) -> None:
        """Everything of one is with the other."""
        for one in (self.alice, self.carol, self.alice):
            await one.sync(None)
