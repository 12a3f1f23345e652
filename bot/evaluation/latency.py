"""Latency: what a turn takes, beside the bot that `rasa init` makes, in the same run."""

from bot.evaluation.bare_bot import bare_bot
from bot.evaluation.run import Run
from bot.evaluation.section import Cell, Section, Table
from bot.evaluation.service import Say, free_ports, running
from bot.evaluation.timing import Bot, ask_bare, ask_ours, compare, percentile
from bot.settings import Settings

OURS, BARE = "Common Ground", "rasa init"


def measure(run: Run) -> Section:
    """Times the turns of the service, and of the bare bot unless baselines are left out."""
    ours = Bot(run.service, ask_ours)
    return section(times_of(ours, run.turns, run.settings, run.say, bare=run.baselines))


def times_of(
    ours: Bot, turns: int, settings: Settings, say: Say, *, bare: bool = True
) -> dict[tuple[str, int], list[float]]:
    """Milliseconds of turns by name of the bot and number of clients."""
    if not bare:
        say(f"Timing {turns} turns ...")
        return compare({OURS: ours}, turns)
    (port,) = free_ports(1)
    with running([bare_bot(port, settings, say)], settings, say):
        say(f"Timing {turns} turns of each bot ...")
        return compare({OURS: ours, BARE: Bot(f"http://127.0.0.1:{port}", ask_bare)}, turns)


def section(times: dict[tuple[str, int], list[float]]) -> Section:
    """The table of `times`, as `times_of` gives them."""
    rows: list[list[Cell]] = []
    for (name, clients), values in times.items():
        middle = percentile(values, 0.5)
        base = times.get((BARE, clients))
        ratio = f"{middle / percentile(base, 0.5):.2f}" if base else "–"
        rows.append([name, clients, f"{middle:.1f}", f"{percentile(values, 0.95):.1f}", ratio, len(values)])
    table = Table("a turn", ["bot", "clients", "p50 ms", "p95 ms", f"p50 against {BARE}", "turns"], rows)
    data = {f"{name}, {clients} clients": values for (name, clients), values in times.items()}
    notes = ["Both bots get the same messages over HTTP, in turns; machines differ, so read the ratio."]
    return Section("Latency", [table], notes, data={"milliseconds": data})
