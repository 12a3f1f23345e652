"""Requests that a program makes up: from the description of the API, and from the shapes of all forms and pages."""

from collections.abc import Callable, Iterator
from typing import Any, cast

import hypothesis
import pytest
import requests
import schemathesis
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import RouteContext, iter_route_contexts
from hypothesis.errors import Unsatisfiable
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import positive_data_acceptance
from starlette.testclient import TestClient

from bot.web.desk import session, sign_in_routes
from tests.attacks.conftest import Whole, started

EXAMPLES = 5  # requests of an operation that fit its description, and as many that do not
OF_A_FORM = 2  # the same of a form or a page: there are many
ENDLESS = {"/desk/live"}  # tests/bot/web/desk/test_live.py has it


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Whole]:
    """A service of its own: what is made up may close the case, or an account."""
    yield from started(tmp_path_factory.mktemp("made_up"))


def sent(case: Case[Any], client: TestClient, **cookies: str) -> Any:
    """What the service answers to a request. Schemathesis' own client would start the service a second time."""
    made = case.as_transport_kwargs(base_url="http://testserver")
    made["cookies"] = {**(made["cookies"] or {}), **cookies}
    request = requests.Request(**made).prepare()
    headers = [
        (name.encode(), value if isinstance(value, bytes) else value.encode("latin-1"))
        for name, value in request.headers.items()
    ]
    return client.request(
        str(request.method), str(request.url), headers=headers, content=cast(bytes | None, request.body)
    )


def attack(operations: Any, send: Callable[[Case[Any]], object], examples: int = EXAMPLES) -> Iterator[str]:
    """Makes requests up and sends them; gives what went wrong, by operation."""
    for operation in operations:
        for mode in GenerationMode:

            @hypothesis.seed(1)
            @hypothesis.settings(
                max_examples=examples, deadline=None, database=None, phases=[hypothesis.Phase.generate],
                suppress_health_check=list(hypothesis.HealthCheck),
            )  # fmt: skip
            @hypothesis.given(case=operation.as_strategy(generation_mode=mode))
            def made_up(case: Case[Any]) -> None:
                send(case)

            try:
                made_up()
            except Unsatisfiable:
                assert mode is GenerationMode.NEGATIVE, operation.label  # what takes nothing cannot be given the wrong
            except BaseException as error:
                found = error.exceptions if isinstance(error, BaseExceptionGroup) else [error]
                yield "\n".join([operation.label, *map(str, found)])


def test_every_answer_of_the_api_is_as_described(whole: Whole) -> None:
    schema = schemathesis.openapi.from_dict(whole.client.get("/api/openapi.json").json())
    operations = [found.ok() for found in schema.get_all_operations() if isinstance(found, Ok)]
    assert {"POST /api/chat", "POST /api/plan", "GET /api/items"} <= {operation.label for operation in operations}

    def send(case: Case[Any]) -> None:
        # A description cannot say all, such as that a message must not be empty.
        excluded: list[Any] = [positive_data_acceptance]
        if case.path == "/readyz":  # it says 503 as it should: no action server runs here
            excluded.append(not_a_server_error)
        case.validate_response(sent(case, whole.client), excluded_checks=excluded)

    assert "\n\n".join(attack(operations, send)) == ""


def test_no_form_or_page_breaks_whatever_is_sent_to_it(whole: Whole, monkeypatch: pytest.MonkeyPatch) -> None:
    async def pass_by(*_: object) -> None:
        """The token of a form is tested elsewhere; here everything must get past it."""

    monkeypatch.setattr(session, "check_form", pass_by)
    monkeypatch.setattr(sign_in_routes, "check_form", pass_by)
    names = {
        "code": whole.case.code, "name": "sam", "token": whole.kim.token, "group": str(whole.group.group),
        "rest": "nowhere", "chart": "urgency", "switch": "on", "table": "answers",
    }  # fmt: skip
    key = {"code": whole.case.code, "words": whole.case.words}
    client = TestClient(whole.client.app, follow_redirects=False, raise_server_exceptions=False)
    client.portal = whole.client.portal
    schema = schemathesis.openapi.from_dict(described(cast(FastAPI, whole.client.app)))

    def send(case: Case[Any]) -> None:
        for known in ({}, {name: names[name] for name in case.path_parameters}):
            case.path_parameters.update(known)
            if known and isinstance(case.body, dict) and case.path.startswith("/case"):
                case.body.update(key)
            cookies = {session.COOKIE: whole.token("alex")} if case.path.startswith("/desk") else {}
            response = sent(case, client, **cookies)
            case.validate_response(response, checks=[not_a_server_error])

    operations = [found.ok() for found in schema.get_all_operations() if isinstance(found, Ok)]
    assert len(operations) > 60 and {"/case", "/desk", "/training"} <= {one.path for one in operations}
    assert "\n\n".join(attack(operations, send, OF_A_FORM)) == ""


class Described(RouteContext):
    """A route that stands in the description whatever it says itself."""

    include_in_schema = True


def described(app: FastAPI) -> dict[str, Any]:
    """The routes that the API does not describe."""
    hidden = [one for one in iter_route_contexts(app.routes) if not getattr(one, "include_in_schema", True)]
    routes = [Described(one.route, one._route_context) for one in hidden if one.path not in ENDLESS]
    return get_openapi(title="All", version="1", routes=routes)
