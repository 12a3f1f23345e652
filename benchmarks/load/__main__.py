"""Many conversations at once, with a service of its own and, in the same run, with a bare Rasa bot.

    python -m benchmarks.load [--at-once 1 8 32 128] [--seconds 45]
    python -m benchmarks.load --soak 10

The first measures turns for each number of visitors, with the pauses that people make and without; the second lets a
few visitors come and go for so many minutes, and says whether memory stays flat. Every row is written to
`benchmarks/results/load.json` as soon as it is measured; one measured again takes the place of the old one. The tables
in `docs/load.md` and the pictures follow. With --draw only they are made again, from that file. Linux only.
"""

import argparse
from collections.abc import Sequence
from dataclasses import asdict

from benchmarks.load import results, soak
from benchmarks.load.doors import DOORS
from benchmarks.load.memory import Sampler
from benchmarks.load.picture import draw, draw_soak
from benchmarks.load.run import LoadError, Visit, visit
from bot.build import BuildError
from bot.evaluation.bare_bot import bare_bot
from bot.evaluation.job import JobError
from bot.evaluation.messages import MESSAGES
from bot.evaluation.service import Service, free_ports, own_processes, running
from bot.settings import ROOT, Settings
from bot.supervisor import StartError

AT_ONCE = (1, 8, 32, 128)
PAUSES = (10.0, 0.0)  # median seconds; in nine of ten cases people take 5 to 20 to read a reply and write the next
PICTURES = ROOT / "docs" / "pictures"
POINTS = 300  # of each line that is kept of a soak


def main() -> None:
    """Measures what is asked for, draws it, prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--at-once", type=int, nargs="+", default=AT_ONCE, help="visitors")
    parser.add_argument("--seconds", type=float, default=45, help="that are counted for each row")
    parser.add_argument("--soak", type=float, metavar="MINUTES", help="measure memory over so many minutes instead")
    parser.add_argument("--draw", action="store_true", help="only draw what was measured before")
    options = parser.parse_args()
    try:
        if options.soak:
            _soak(options.soak)
        elif not options.draw:
            _load(options.at_once, options.seconds)
    except (LoadError, BuildError, JobError, StartError) as error:
        raise SystemExit(str(error)) from None
    _show()


def _load(at_once: Sequence[int], seconds: float) -> None:
    """Measures all rows; the bots take turns, so that a slow hour of the machine hits both."""
    settings = Settings()
    (port,) = free_ports(1)
    with (
        own_processes(settings, _say) as ours,
        running([bare_bot(port, settings, _say)], settings, _say) as bare,
    ):
        bots = {"ours": ours, "bare": Service(f"http://127.0.0.1:{port}", bare)}
        for visitors in at_once:
            for pause in PAUSES:
                for bot in DOORS:
                    _row(bot, bots[bot], visitors, pause, seconds)


def _row(bot: str, service: Service, visitors: int, pause: float, seconds: float) -> None:
    with Sampler(service.pids) as memory:
        counted = visit(Visit(bot, service.url, visitors, pause, seconds))
    what = {"bot": bot, "visitors": visitors, "pause": pause, "seconds": seconds}
    results.keep_row({**what, **asdict(counted), "memory": memory.summary()})
    slow = "–" if counted.p95 is None else f"{counted.p95:.0f} ms"
    _say(
        f"{DOORS[bot].label}, {visitors} at once, pauses of {pause:g} s: {counted.per_second:.1f} turns a second, "
        f"p95 {slow}, {sum(counted.failures.values())} of {counted.turns} failed"
    )


def _soak(minutes: float) -> None:
    with own_processes(Settings(max_conversations=soak.KEPT), _say) as service:
        _say(f"{soak.VISITORS} visitors come and go for {minutes:g} minutes ...")
        with Sampler(service.pids, "Pss_Anon") as memory:
            counted = visit(Visit("ours", service.url, soak.VISITORS, soak.PAUSE, 60 * minutes))
    rate = counted.per_second / len(MESSAGES)  # conversations a second
    lines = memory.lines()
    step = max(1, len(memory.seconds) // POINTS)
    results.keep_soak(
        {
            "minutes": minutes, "visitors": soak.VISITORS, "pause": soak.PAUSE, "kept": soak.KEPT,
            "conversations": counted.turns / len(MESSAGES), **asdict(counted), "memory": memory.summary(),
            "growth": {name: asdict(one) for name, one in soak.growth(memory.seconds, lines, rate).items()},
            "seconds": [round(second, 1) for second in memory.seconds[::step]],
            "samples": {name: [round(mib, 2) for mib in line[::step]] for name, line in lines.items()},
        }
    )  # fmt: skip


def _show() -> None:
    """Makes pictures and tables of all that was ever measured."""
    found = results.read()
    page = results.PAGE.read_text(encoding="utf-8")
    if rows := found.get("rows"):
        draw(rows, PICTURES / "load.svg")
        table = results.table(rows)
        picture = "![Milliseconds of a turn and turns a second against visitors at once](pictures/load.svg)"
        page = results.put_between(page, "load", f"On {found['machine']}.\n\n{picture}\n\n{table}")
        print(f"\n{table}")
    if measured := found.get("soak"):
        draw_soak(measured, PICTURES / "soak.svg")
        table = results.soak_table(measured)
        picture = "![Memory of each process during the soak](pictures/soak.svg)"
        page = results.put_between(page, "soak", f"{picture}\n\n{table}")
        print(f"\n{table}")
    results.PAGE.write_text(page, encoding="utf-8")


def _say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    main()
