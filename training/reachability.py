"""Searches a scenario for what no talk can lead to, by trying moves in all orders that make a difference."""

from training.practice_rules import OPEN_FROM, Mind, Rules

MOST_TURNS = 40  # in which everything must have been reached
BAND = 10  # minds whose trust is in the same band are taken for alike, and the easiest of them stands for all


def unreachable(rules: Rules) -> tuple[set[str], set[str]]:
    """Ids of disclosures and of ends that were reached in no talk of up to `MOST_TURNS` moves.

    The search goes turn by turn. Of the minds that were told the same, to whom the same moves that anything needs were
    made, and whose trust lies in the same band, it goes on with the one that fears least and hopes most: needs are
    upper limits of fear and lower limits of hope, so it reaches whatever the others could.
    """
    scenario = rules.scenario
    needs = [*(row.needs for row in scenario.disclosures), *(row.needs for row in scenario.ends)]
    needed = {move for need in needs for move in need.moves}
    disclosures, ends = {d.id for d in scenario.disclosures}, {e.id for e in scenario.ends}
    best: dict[tuple[object, ...], int] = {}
    minds = [rules.start()]
    for _ in range(MOST_TURNS):
        if not minds or not (disclosures or ends):
            break
        following: dict[tuple[object, ...], Mind] = {}
        for mind in minds:
            for move in rules.moves:
                step = rules.step(mind, move)
                if step.end is not None:
                    ends.discard(step.end.id)
                    continue
                disclosures.difference_update(step.mind.told)
                key, ease = _key(step.mind, needed), step.mind.numbers.hope - step.mind.numbers.fear
                if ease > best.get(key, -1000):
                    best[key] = ease
                    following[key] = step.mind
        minds = list(following.values())
    return disclosures, ends


def _key(mind: Mind, needed: set[str]) -> tuple[object, ...]:
    return frozenset(mind.told), mind.made & needed, min(mind.turns, OPEN_FROM), mind.numbers.trust // BAND
