"""The chapters of the tour, one after the other, each in a town of its own."""

import asyncio
import pathlib
import sys
import tempfile

import between
import helping
import inside
import interviewing
import outcomes
import outside
import passing
import people
import places
import readme
import records
from town import Server, Town

CHAPTERS = [places, interviewing, records, people, outcomes, outside, between, helping, passing, inside, readme]


async def told(chapter, folder: pathlib.Path) -> None:
    """Tells a chapter; a phone is closed when nobody holds it any more."""
    with Server(folder) as server:
        town = await Town(folder, server).settle()
        await chapter.chapter(town)
        for somebody in (town.carol, town.alice):
            await somebody.hang_up()


def main() -> None:
    wanted = [chapter for chapter in CHAPTERS if not sys.argv[1:] or chapter.__name__ in sys.argv[1:]]
    for chapter in wanted:
        with tempfile.TemporaryDirectory() as folder:
            asyncio.run(told(chapter, pathlib.Path(folder)))
    print(f"python: {', '.join(chapter.__name__ for chapter in wanted)}")


if __name__ == "__main__":
    main()
