"""Who learns: found again by account or by link, known to nobody else, and erased with all that is theirs."""

import pytest
from sqlalchemy import func, inspect, select, text

from tests.clock import Clock
from tests.databases import all_text
from training.database import Database
from training.groups import Groups
from training.learners import Learners, UnknownLearnerError, hash_of
from training.practice_runs import PracticeRuns
from training.progress import Progress, Scheduled
from training.tables import PREFIX, Answer, Learner

MARK = "zebra-lantern"
QUESTION = "lesson-2.3-q1"


def fill(learners: Learners, progress: Progress, runs: PracticeRuns, groups: Groups, learner: int, mark: str) -> None:
    """Something of a learner in every table, marked wherever text can stand."""
    learners.rename(learner, f"{mark}-name")
    learners.allow_text(learner, True)
    due = progress._clock()
    progress.record_answer(learner, QUESTION, 0.5, [1], Scheduled({"card": f"{mark}-card"}, due), f"{mark}-text")
    run = runs.start(learner, f"{mark}-scenario")
    runs.record_turn(learner, run, ["reflect"], {"trust": 30})
    runs.debriefed(learner, run)
    groups.join(learner, groups.make(f"{mark}-group", learner).token)


def rows(database: Database) -> dict[str, int]:
    """How many rows each table of the training has."""
    with database.reading() as session:
        names = [name for name in inspect(database.engine).get_table_names() if name.startswith(PREFIX)]
        return {name: session.scalar(text(f"SELECT count(*) FROM {name}")) or 0 for name in names}


def test_an_account_is_always_the_same_learner(learners: Learners) -> None:
    kim = learners.of_account("7", "Kim")
    assert learners.of_account("7").id == kim.id
    assert learners.of_account("7").name == "Kim"
    learners.rename(kim.id, "K.")
    assert learners.of_account("7", "Kim").name == "K."
    learners.rename(kim.id, "")
    assert learners.of_account("7", "Kim").name == ""
    assert learners.of_account("8").id != kim.id


def test_a_private_link_leads_to_its_learner_and_only_its_hash_is_kept(learners: Learners, training: Database) -> None:
    link = learners.new_link("Ash")
    found = learners.follow(link.token)
    assert found is not None and (found.id, found.kind, found.name) == (link.learner, "link", "Ash")
    assert learners.follow(link.token + "x") is None and learners.follow("") is None
    assert link.token not in repr(link)
    kept = all_text(training)
    assert hash_of(link.token) in kept and link.token not in kept


def test_the_key_of_an_account_is_no_link(learners: Learners) -> None:
    learners.of_account("7")
    assert learners.follow("7") is None
    token = learners.new_link().token
    assert learners.of_account(hash_of(token)).kind == "account"


@pytest.mark.parametrize("key", ["", "x" * 65])
def test_a_key_of_no_length_or_too_much_is_refused(learners: Learners, key: str) -> None:
    with pytest.raises(ValueError, match="1 to 64"):
        learners.of_account(key)


@pytest.mark.parametrize(
    ("given", "kept"), [("  Kim \n Example ", "Kim Example"), ("x" * 200, "x" * 60), ("K\0im", "Kim"), ("\ud800", "?")]
)
def test_a_name_is_kept_on_one_line_and_can_always_be_stored(learners: Learners, given: str, kept: str) -> None:
    learner = learners.new_link(given).learner
    assert learners.get(learner).name == kept


def test_whoever_comes_is_marked_as_seen_at_most_once_an_hour(learners: Learners, clock: Clock) -> None:
    link = learners.new_link()
    first = clock()
    clock.forward(minutes=59)
    learners.follow(link.token)
    assert learners.get(link.learner).seen_at == first
    clock.forward(minutes=1)
    learners.follow(link.token)
    assert learners.get(link.learner).seen_at == clock()


def test_erasing_leaves_nothing_in_any_table_or_file(
    learners: Learners, progress: Progress, runs: PracticeRuns, groups: Groups, training: Database
) -> None:
    empty = rows(training)
    link = learners.new_link()
    fill(learners, progress, runs, groups, link.learner, MARK)
    filled = rows(training)
    assert {name for name, count in filled.items() if count == empty[name]} == {f"{PREFIX}alembic_version"}
    learners.erase(link.learner)
    # The group is not theirs alone: it stays, without its maker.
    assert rows(training) == {**empty, f"{PREFIX}groups": 1}
    with training.reading() as session:
        assert session.scalar(text("SELECT made_by FROM training_groups")) is None
    kept = all_text(training)
    assert [f"{MARK}-{part}" for part in ("name", "card", "text", "scenario") if f"{MARK}-{part}" in kept] == []
    assert hash_of(link.token) not in kept
    assert learners.follow(link.token) is None


def test_erasing_one_leaves_the_others_as_they_were(
    learners: Learners, progress: Progress, runs: PracticeRuns, groups: Groups, training: Database
) -> None:
    kim, ash = learners.of_account("7").id, learners.new_link().learner
    fill(learners, progress, runs, groups, kim, "copper-kettle")
    before = rows(training)
    fill(learners, progress, runs, groups, ash, MARK)
    learners.erase(ash)
    after = rows(training)
    assert {**after, f"{PREFIX}groups": 1, f"{PREFIX}learners": 2} == before
    assert after[f"{PREFIX}learners"] == 1
    assert progress.last(kim).keys() == {QUESTION} and len(runs.all(kim)) == 1


def test_the_number_of_an_erased_learner_is_never_given_again(learners: Learners, kim: int) -> None:
    learners.erase(kim)
    assert learners.of_account("9").id != kim
    for change in (
        lambda: learners.get(kim),
        lambda: learners.rename(kim, "x"),
        lambda: learners.allow_text(kim, True),
        lambda: learners.erase(kim),
    ):
        with pytest.raises(UnknownLearnerError):
            change()


def test_links_that_nobody_used_are_forgotten_and_accounts_are_not(
    learners: Learners, progress: Progress, runs: PracticeRuns, groups: Groups, training: Database, clock: Clock
) -> None:
    account, used, unused = learners.of_account("7").id, learners.new_link(), learners.new_link()
    fill(learners, progress, runs, groups, unused.learner, MARK)
    clock.forward(days=179)
    assert learners.follow(used.token) is not None
    assert learners.forget_unused() == 0
    clock.forward(days=1)
    assert learners.forget_unused() == 1
    assert learners.forget_unused() == 0
    assert learners.follow(unused.token) is None and f"{MARK}-text" not in all_text(training)
    assert learners.get(account).id == account and learners.get(used.learner).id == used.learner


def test_practice_counts_as_use_of_a_link(
    learners: Learners, progress: Progress, runs: PracticeRuns, clock: Clock
) -> None:
    answers, practises = learners.new_link().learner, learners.new_link().learner
    clock.forward(days=100)
    progress.record_answer(answers, QUESTION, 1.0)
    runs.start(practises, "mother-afraid")
    clock.forward(days=100)
    assert learners.forget_unused() == 0


def test_free_answers_are_kept_only_while_the_learner_says_so(
    learners: Learners, progress: Progress, training: Database, kim: int
) -> None:
    def kept() -> list[str | None]:
        with training.reading() as session:
            return list(session.scalars(select(Answer.text).order_by(Answer.id)))

    progress.record_answer(kim, QUESTION, 0.5, text=f"{MARK}-before")
    learners.allow_text(kim, True)
    progress.record_answer(kim, QUESTION, 0.5, text=f"{MARK}-during")
    progress.record_answer(kim, QUESTION, 0.5, text="")
    assert kept() == [None, f"{MARK}-during", None]
    learners.allow_text(kim, False)
    progress.record_answer(kim, QUESTION, 0.5, text=f"{MARK}-after")
    assert kept() == [None, None, None, None]
    assert MARK not in all_text(training)


def test_a_free_answer_is_kept_up_to_a_length(
    learners: Learners, progress: Progress, training: Database, kim: int
) -> None:
    learners.allow_text(kim, True)
    progress.record_answer(kim, QUESTION, 0.5, text="y" * 5_000)
    with training.reading() as session:
        assert session.scalar(select(func.length(Answer.text))) == 2_000
        assert session.scalar(select(func.count()).select_from(Learner)) == 1
