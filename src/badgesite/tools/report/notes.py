"""What the data cannot tell, so that nobody reads more into a report than is there."""

from collections.abc import Iterator

from badgesite.awards.reckoning import Reckoning
from badgesite.awards.silence import FEWEST_DAYS
from badgesite.model import Content
from badgesite.tools.report.words import write_day

_FEW = 20
"""Of fewer people plots say nothing."""
_LATE = 30
"""After so many days without a record it may be the records that ended, and not what people do."""


def list_notes(reckoning: Reckoning, content: Content) -> tuple[str, ...]:
    """Return what the data cannot tell, in words."""
    return tuple(_write_notes(reckoning, content))


def _write_notes(reckoning: Reckoning, content: Content) -> Iterator[str]:
    unknown, everyone = reckoning.unknown, reckoning.customers
    if unknown.latest is None:
        yield "Nothing bears a day, so nobody can be seen to come, to go quiet, or to do anything new."
    elif (silent := (reckoning.today - unknown.latest).days) > _LATE:
        yield (
            f"Nothing is recorded after {write_day(unknown.latest)}, {silent:,} days before this report. If the "
            "records end there, and not what people do, everyone only seems quiet: report on that day with `--today`."
        )
    if unknown.latest and unknown.dateless:
        yield f"For {_of(unknown.dateless, everyone)} nothing bears a day: when they were last here is not known."
    if unknown.undated:
        what = "something was counted without its day: it is never new, and nobody is missed by it"
        yield f"For {_of(unknown.undated, everyone)} {what}."
    if unknown.rare:
        few = f"something is recorded on fewer than {FEWEST_DAYS} days"
        yield f"For {_of(unknown.rare, everyone)} {few}: too few for a usual gap, so none of them is called quiet."
    if not content.site.advocacy:
        yield "`site.yaml` names no metrics as `advocacy:`, so friends brought or reviews written are not looked for."
    if unknown.wishless:
        yield f"For {_of(unknown.wishless, everyone)} nobody wrote down what they want."
    if everyone < _FEW:
        yield "There are few people here: read their names, and nothing into the plots."
    yield "Thanks by mail, by phone or over the counter are not recorded here; nor is why somebody is silent."
    yield "Nobody is tracked: who shared or visited a page is not known, only what is written in `content/`."


def _of(number: int, everyone: int) -> str:
    if number == everyone:
        return "all people" if everyone > 1 else "the one person"
    return f"{number:,} of {everyone:,} people"
