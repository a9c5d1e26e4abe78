"""What it comes to: criteria, who lives here, what to look at, and everything that leaves as a page or a file."""

import pathlib

import doorstep
from doorstep import ExportKind, ExportWish
from town import FORM, Town, interview

PAST = b"SubmissionDate,start,agree,view,sat,KEY\n2024-02-09T10:30:00.000Z,2024-02-09T10:00:00.000Z,yes,resident,low,uuid:11\n"


class Count(doorstep.ExportObserver):
    """Keeps how far an export has come."""

    def __init__(self) -> None:
        self.seen = 0

    def exported(self, done: int, all: int) -> None:
        self.seen = max(self.seen, done)


def agree(carol: doorstep.Phone) -> None:
    carol.set_criterion("clean", doorstep.CriterionWish(
        name="Clean streets", good="No litter by noon", agreed_by="Tenants", agreed_ms=0, owner="Streets team",
        own_figure="98 %", team_importance=None, team_satisfaction=2,
    ))
    assert [row.good for row in carol.criteria()] == [["No litter by noon"]]
    assert [row.count for row in carol.set_margins("question,choice,count\nview,resident,300\n").groups] == [300]
    assert len(carol.margins().groups) == 1
    carol.clear_margins()
    assert carol.margins().groups == []
    assert [row.wanted for row in carol.set_targets("question,choice,count\nview,resident,20\n")] == [20]
    assert carol.check().targets[0].wanted == 20


def hand_on(carol: doorstep.Phone, folder: pathlib.Path) -> None:
    assert "<html" in carol.results_view() and "<html" in carol.results_page("The board's meeting")
    assert all("<svg" in chart.svg for chart in carol.charts("The board's meeting"))
    assert "<html" in carol.sheet(None, "Letterboxes")
    count, path = Count(), folder / "interviews.csv.zip"
    wish = ExportWish(kind=ExportKind.CSV, others=None, purpose="The board", questionnaire=None, split=True, files=False, people=False)
    assert carol.export(str(path), wish, count).interviews == 2 and count.seen == 2
    assert path.stat().st_size > 100
    assert len(carol.handed_on()) >= 3


async def chapter(town: Town) -> None:
    carol = town.carol
    agree(carol)
    past = doorstep.PastResponses(form=town.form, round="Spring 2024", area=None,
                                  files=[doorstep.ExportedFile(name="past.csv", bytes=PAST)])
    assert carol.import_responses(past).added == 1
    assert carol.import_responses(past).known == 1
    interview(town.alice, town.form).finish()
    await town.both_sync()
    assert carol.results().interviews == 2
    hand_on(carol, town.folder)
    assert carol.closing().gone == 0
    assert carol.let_go_due() == 0 and carol.let_go_backed_up() == 0
    matched = carol.add_matched_form(FORM.replace("clean", "tidy").encode(), "tidy", '{"format": 1, "form": "tidy", "guesses": []}')
    assert matched.version != town.form
