"""The awards of a few customers, where those of all others are as they were."""

import datetime
import decimal

from badgesite.awards.award import EXACT, Results, add_goals, list_firsts, settle_all
from badgesite.awards.memory import Memory, Remembered, is_same_programme, list_sources
from badgesite.awards.programme import arrange, list_renewable
from badgesite.awards.reach import list_closed
from badgesite.model import Content


def award_few(content: Content, today: datetime.date, memory: Memory) -> Results | None:
    """Return the results of a content that lacks all customers whose files did not change since they were reckoned.

    The memory holds its customers as they were, and what is told of everyone. None if that is not known or is of
    another day or other rules, or if somebody's place among the first ones is another: then all have to be reckoned.
    `holders` is empty.
    """
    before, told = memory.population, memory.told
    if before is None or told is None or memory.rows.keys() != content.customers.keys():
        return None
    with decimal.localcontext(EXACT):
        programme = arrange(content)
        sources = list_sources(content, today)
        if not all(sources[id_] and is_same_programme(row.source, sources[id_]) for id_, row in memory.rows.items()):
            return None
        known = memory.recall(sources)
        fresh = [id_ for id_ in content.customers if id_ not in known]
        firsts = list_firsts(programme, content, today, fresh)
        if any(firsts[id_] != memory.rows[id_].firsts for id_ in fresh):
            return None
        settled = settle_all(programme, content, today, dict(before.last_days), fresh)
        standings = add_goals(programme, settled, before.offered)
    rows = {**known, **{id_: Remembered(sources[id_], firsts[id_], standings[id_]) for id_ in fresh}}
    memory.learn(rows, before, told)
    return Results(
        standings={id_: rows[id_].standing for id_ in content.customers},
        sources=sources,
        population=before,
        holders={},
        rarity=told.rarity,
        visible=told.visible,
        renewable=list_renewable(programme, today),
        closed=list_closed(programme, before, today),
    )
