"""The example of the package's README, run as it stands there, by somebody who was just invited."""

import asyncio
import pathlib
import re
import subprocess
import sys

import doorstep
from town import Town

README = pathlib.Path(__file__).parents[3] / "ffi" / "python" / "README.md"


async def chapter(town: Town) -> None:
    invite = town.carol.invite(doorstep.InviteWish(role=doorstep.MemberRole.RESEARCHER, areas=[town.area]))
    await town.carol.sync(None)
    home = town.folder / "readme"
    home.mkdir()
    (home / "invite.txt").write_text(invite.text, "utf-8")
    example = re.search(r"^```python\n(.*?)^```", README.read_text("utf-8"), re.MULTILINE | re.DOTALL).group(1)
    command = [sys.executable, "-c", example]
    done = await asyncio.to_thread(subprocess.run, command, cwd=home, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0 and "May we count your answers?" in done.stdout and "0 of 0 safe" in done.stdout, done
