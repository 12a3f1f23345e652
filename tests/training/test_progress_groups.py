"""Groups: who is in one, and what their trainer sees: where somebody is stuck, hard questions, no ranking."""

from dataclasses import fields

import pytest

from tests.clock import Clock
from tests.databases import all_text
from training.database import Database
from training.groups import GroupLink, Groups, GroupView, HardQuestion, Member, UnknownGroupError
from training.learners import Learners, UnknownLearnerError, hash_of
from training.progress import Progress

ONE, TWO, THREE, OTHER = "lesson-2.3-q1", "lesson-2.3-q2", "lesson-2.3-q3", "challenge-5-q1"
QUESTIONS = (ONE, TWO, THREE, OTHER)


@pytest.fixture
def evening(groups: Groups, kim: int) -> GroupLink:
    """A group that Kim made."""
    return groups.make("Evening course", kim)


def joined(groups: Groups, learners: Learners, link: GroupLink, *names: str) -> list[int]:
    members = [learners.new_link(name).learner for name in names]
    for member in members:
        groups.join(member, link.token)
    return members


def test_a_group_is_joined_by_its_link_of_which_only_the_hash_is_kept(
    groups: Groups, training: Database, learners: Learners, evening: GroupLink
) -> None:
    assert groups.name_of(evening.token) == "Evening course"
    (ash,) = joined(groups, learners, evening, "Ash")
    assert groups.join(ash, evening.token) == evening.group  # again, without an effect
    assert groups.joined_by(ash) == [(evening.group, "Evening course")]
    kept = all_text(training)
    assert evening.token not in kept and evening.token not in repr(evening) and hash_of(evening.token) in kept
    for token in ("", "x", evening.token[:-1]):
        assert groups.name_of(token) is None
        with pytest.raises(UnknownGroupError):
            groups.join(ash, token)


def test_a_renewed_link_leaves_the_old_one_leading_nowhere(
    groups: Groups, learners: Learners, evening: GroupLink
) -> None:
    (ash,) = joined(groups, learners, evening, "Ash")
    new = groups.renew_link(evening.group)
    assert groups.name_of(evening.token) is None and groups.name_of(new.token) == "Evening course"
    assert groups.joined_by(ash) == [(evening.group, "Evening course")]


def test_a_trainer_finds_their_groups_by_name(groups: Groups, learners: Learners, kim: int) -> None:
    made = [groups.make(name, kim).group for name in ("spring", "Autumn")]
    other = learners.of_account("8").id
    groups.make("Another's", other)
    assert groups.made_by(kim) == [(made[1], "Autumn"), (made[0], "spring")]
    assert groups.joined_by(kim) == []


def test_whoever_leaves_is_seen_no_more(groups: Groups, learners: Learners, evening: GroupLink) -> None:
    ash, robin = joined(groups, learners, evening, "Ash", "Robin")
    groups.leave(ash, evening.group)
    groups.leave(ash, evening.group)
    assert [member.learner for member in groups.view(evening.group, QUESTIONS).members] == [robin]


def test_a_removed_group_is_gone_and_what_its_learners_did_stays(
    groups: Groups, learners: Learners, progress: Progress, evening: GroupLink
) -> None:
    (ash,) = joined(groups, learners, evening, "Ash")
    progress.record_answer(ash, ONE, 1.0)
    groups.remove(evening.group)
    assert groups.joined_by(ash) == [] and progress.last(ash)[ONE].known
    for use in (
        lambda: groups.view(evening.group, QUESTIONS),
        lambda: groups.remove(evening.group),
        lambda: groups.renew_link(evening.group),
    ):
        with pytest.raises(UnknownGroupError):
            use()


def test_members_stand_by_name_however_well_they_do(
    groups: Groups, learners: Learners, progress: Progress, evening: GroupLink
) -> None:
    robin, nobody, ash, mo = joined(groups, learners, evening, "robin", "", "Ash", "Mo")
    for question in QUESTIONS:
        progress.record_answer(robin, question, 1.0)
        progress.record_answer(mo, question, 0.0)
    view = groups.view(evening.group, QUESTIONS)
    assert [member.learner for member in view.members] == [ash, mo, robin, nobody]
    assert [member.begun for member in view.members] == [False, True, True, False]
    # No figure by which they could be put in order leaves the store.
    assert {field.name for field in fields(Member)} == {"learner", "name", "begun", "stuck"}


@pytest.mark.parametrize(
    ("scores", "stuck"),
    [
        ([0, 0], False),  # too few to say
        ([0, 0, 0], True),
        ([0.49, 0.49, 0.49], True),
        ([0.5, 0.5, 0.5, 0.5], False),
        ([0, 0, 1, 0], True),
        ([0, 0, 0, 1, 1], False),  # over it
        ([0, 0, None, None], False),  # what cannot be judged is not held against anybody
        ([1, 1, 1, 0, 0, 0], True),
    ],
)
def test_stuck_is_who_fell_short_in_three_of_their_last_four_answers_to_an_item(
    groups: Groups, learners: Learners, progress: Progress, evening: GroupLink, clock: Clock,
    scores: list[float | None], stuck: bool,
) -> None:  # fmt: skip
    (ash,) = joined(groups, learners, evening, "Ash")
    for number, score in enumerate(scores):
        clock.forward(minutes=1)
        progress.record_answer(ash, (ONE, TWO, THREE)[number % 3], score)
        progress.record_answer(ash, OTHER, 1.0)  # another item, which has no say
    view = groups.view(evening.group, QUESTIONS)
    assert view.members[0].stuck == (("lesson-2.3",) if stuck else ())
    assert view.stuck == ({"lesson-2.3": ["Ash"]} if stuck else {})


def test_items_on_which_most_are_stuck_come_first() -> None:
    rows = (("Ash", ("a-1",)), ("Mo", ("b-1", "c-1")), ("Robin", ("c-1",)))
    members = tuple(Member(number, name, True, stuck) for number, (name, stuck) in enumerate(rows))
    view = GroupView("Evening course", members, ())
    assert list(view.stuck.items()) == [("c-1", ["Mo", "Robin"]), ("a-1", ["Ash"]), ("b-1", ["Mo"])]


def test_the_hardest_questions_are_those_that_three_or_more_did_not_know_at_first(
    groups: Groups, learners: Learners, progress: Progress, evening: GroupLink, clock: Clock
) -> None:
    members = joined(groups, learners, evening, "Ash", "Mo", "Robin")
    for number, member in enumerate(members):
        progress.record_answer(member, ONE, 0.0, [2 if number else 1])
        progress.record_answer(member, TWO, 1.0)
        progress.record_answer(member, THREE, 0.5)
        if number:
            progress.record_answer(member, OTHER, 0.0, [0])
    clock.forward(days=1)
    progress.record_answer(members[0], ONE, 1.0)  # the first answer counts
    stranger = learners.new_link("Stranger").learner
    progress.record_answer(stranger, OTHER, 0.0, [0])
    assert groups.view(evening.group, QUESTIONS).hardest == (
        HardQuestion(ONE, 3, 0.0, mixed_up=2),
        HardQuestion(THREE, 3, 0.5, mixed_up=None),
    )


def test_what_was_answered_to_questions_that_are_no_more_does_not_count(
    groups: Groups, learners: Learners, progress: Progress, evening: GroupLink
) -> None:
    for member in joined(groups, learners, evening, "Ash", "Mo", "Robin"):
        for _ in range(3):
            progress.record_answer(member, "lesson-9.9-q1", 0.0)
    view = groups.view(evening.group, QUESTIONS)
    assert view.hardest == () and view.stuck == {} and not any(member.begun for member in view.members)


def test_a_group_without_a_name_or_a_maker_is_refused(groups: Groups, kim: int) -> None:
    with pytest.raises(ValueError, match="needs a name"):
        groups.make(" \n", kim)
    with pytest.raises(UnknownLearnerError):
        groups.make("Evening course", 99)
    assert groups.made_by(kim) == []
