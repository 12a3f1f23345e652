"""Our parts of Rasa that replace parts of its own: the same results, sooner."""

import pytest

from bot.settings import Settings
from tests.rasa.in_rasa import in_rasa

pytestmark = pytest.mark.rasa


REPLIES = """
import json
from jsonschema import ValidationError
from rasa.core.actions.action import RemoteAction
from bot.nlu.action_replies import check_schema_once

def verdicts():
    found = []
    for reply in (
        {"events": [], "responses": []},
        {"events": [{"event": "slot", "name": "role", "value": None}], "responses": [{"text": "Hello"}]},
        {"events": [{"name": "role"}], "responses": []},
        {"events": [], "responses": "Hello"},
        {"events": [], "responses": ["Hello"]},
        [],
    ):
        try:
            found.append(RemoteAction("action_guide", None)._validate_action_result(reply))
        except ValidationError:
            found.append(False)
    return found

before = verdicts()
theirs = RemoteAction._validate_action_result
check_schema_once()
print(json.dumps([before, verdicts(), theirs is not RemoteAction._validate_action_result]))
"""


def test_a_reply_of_the_action_server_is_judged_as_rasa_judges_it() -> None:
    before, after, replaced = in_rasa(REPLIES)
    assert after == before and replaced
    assert before[:2] == [True, True] and not any(before[2:])


CLASSIFIER = """
import json, tempfile
from pathlib import Path
import numpy as np
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.nlu.classifiers.logistic_regression_classifier import LogisticRegressionClassifier
from bot.nlu.linear_classifier import LinearIntentClassifier

with tempfile.TemporaryDirectory() as folder:
    storage, resource = LocalModelStorage.create(Path(folder)), Resource("classifier")
    context = ExecutionContext(GraphSchema({}))
    config = LinearIntentClassifier.get_default_config()
    trained = LinearIntentClassifier(config, "classifier", storage, resource)
    random = np.random.default_rng(1)
    trained.clf.fit(random.normal(size=(60, 20)), [f"intent {n % 6}" for n in range(60)])
    trained.persist()
    ours = LinearIntentClassifier.load(config, storage, resource, context)
    theirs = Resource("theirs")
    rasas = LogisticRegressionClassifier(config, "theirs", storage, theirs)
    rasas.clf = trained.clf
    rasas.persist()
    theirs = LogisticRegressionClassifier.load(config, storage, theirs, context)
    rows = random.normal(size=(5, 20))
    apart = np.abs(ours.clf.predict_proba(rows) - theirs.clf.predict_proba(rows)).max()
    nothing = LinearIntentClassifier.load(config, storage, Resource("absent"), context)
    names = list(ours.clf.classes_) == list(theirs.clf.classes_)
    print(json.dumps([float(apart), bool(ours.clf.coef_.flags.f_contiguous), nothing is not None, names]))
"""


def test_the_classifier_gives_the_chances_that_rasas_own_gives() -> None:
    apart, side_by_side, untrained_loads, same_names = in_rasa(CLASSIFIER)
    assert apart < 1e-12
    assert side_by_side
    assert untrained_loads and same_names


STORE = """
import asyncio, json
from rasa.core.tracker_store import TrackerStore
from rasa.core.utils import AvailableEndpoints
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered

endpoint = AvailableEndpoints.read_endpoints("endpoints.yml").tracker_store
made = TrackerStore.create(endpoint, Domain.empty())

async def talk(store, sender, text):
    tracker = await store.get_or_create_tracker(sender)
    tracker.update(UserUttered(text))
    await store.save(tracker)

async def texts(store, sender):
    tracker = await store.retrieve(sender)
    return None if tracker is None else [e.text for e in tracker.events if isinstance(e, UserUttered)]

async def main():
    few = type(made)(Domain.empty(), idle_hours="24", max_conversations="2")
    for sender in ("a", "b", "a", "c"):
        await talk(few, sender, "hello from " + sender)
    kept = [await texts(few, sender) for sender in "abc"]
    brief = type(made)(Domain.empty(), idle_hours=str(0.2 / 3600), max_conversations="2")
    await talk(brief, "a", "hello")
    before = len(brief.store)
    await asyncio.sleep(0.4)  # nobody writes, and it is forgotten all the same
    return [kept, before, len(brief.store)]

kept, before, after = asyncio.run(main())
print(json.dumps([type(made).__name__, made.store.seconds, made.store.most, kept, before, after]))
"""


def test_conversations_are_forgotten_after_a_while_and_when_there_are_too_many() -> None:
    name, seconds, most, kept, before, after = in_rasa(STORE)
    assert (name, seconds, most) == ("ForgettingTrackerStore", 24 * 3600, Settings().max_conversations)
    assert kept == [["hello from a", "hello from a"], None, ["hello from c"]]
    assert (before, after) == (1, 0)
