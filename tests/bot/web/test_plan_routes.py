"""The API that gives plans as files: what opens again, what is refused, and that nothing of a request is kept."""

import json
import logging
from io import BytesIO
from typing import Any

import docx
import pypdf
import pytest
from fastapi.testclient import TestClient

from bot.settings import Settings
from bot.web.app import create_app
from bot.web.plan_routes import PLANS_A_MINUTE, file_name
from knowledge.library import Library
from knowledge.plan import compose, handout
from knowledge.plan.recipe import Recipe
from tests.knowledge.wording.real_rules import real_library

ITEMS = ["lesson-2.3", "challenge-2"]
TITLE = "Give mothers time to open up"
ELSEWHERE = "https://www.example.org"


@pytest.fixture(scope="module")
def library() -> Library:
    return real_library()


@pytest.fixture
def client() -> TestClient:
    return TestClient(create_app(Settings(unlimited_addresses=[], allowed_origins=[ELSEWHERE])))


def recipe(library: Library, **more: object) -> dict[str, Any]:
    return {**compose(library, ITEMS, role="teacher").without(1).to_json(), **more}


def ask(client: TestClient, recipe: object, kind: str = "plan", format: str = "md", **more: object) -> Any:
    body = {"kind": kind, "recipe": recipe, "format": format, **more}
    return client.post("/api/plan", json=body, headers={"Origin": ELSEWHERE})


def refusal(response: Any) -> tuple[str, str]:
    assert response.status_code == 422, response.text
    error = response.json()["error"]
    return error["code"], error["message"]


def text_of(response: Any, format: str) -> str:
    if format == "pdf":
        return "".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(response.content)).pages)
    if format == "docx":
        return "\n".join(paragraph.text for paragraph in docx.Document(BytesIO(response.content)).paragraphs)
    return str(response.text)


@pytest.mark.parametrize(
    ("format", "media_type"),
    [
        ("pdf", "application/pdf"),
        ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("md", "text/markdown; charset=utf-8"),
    ],
)
def test_each_kind_of_file_opens_again(client: TestClient, library: Library, format: str, media_type: str) -> None:
    response = ask(client, recipe(library), format=format)
    assert response.headers["content-type"] == media_type
    name = f"plan-give-mothers-time-to-open-up.{format}"
    assert response.headers["content-disposition"] == f'attachment; filename="{name}"'
    assert response.headers["cache-control"] == "no-store"
    plan, text = compose(library, ITEMS, role="teacher"), "".join(text_of(response, format).split())
    for step in plan.steps[1:]:
        assert "".join(step.text.split()) in text
    assert "".join(plan.steps[0].text.split()) not in text  # it was dropped


@pytest.mark.parametrize("format", ["pdf", "docx", "md"])
def test_a_plan_on_a_worry_comes_as_one(client: TestClient, library: Library, format: str) -> None:
    kept = Recipe(("lesson-2.3",), worry=True).to_json()
    text = "".join(text_of(ask(client, kept, format=format), format).split())
    assert all("".join(step.split()) in text for step in library.worries["lesson-2.3"].steps)


@pytest.mark.parametrize("format", ["pdf", "docx", "md"])
def test_a_handout_comes_as_one(client: TestClient, library: Library, format: str) -> None:
    response = ask(client, handout(library, ITEMS).to_json(), "handout", format)
    assert f'"handout-give-mothers-time-to-open-up.{format}"' in response.headers["content-disposition"]
    assert "Threequestionstothinkabout" in "".join(text_of(response, format).split())


def test_the_ids_alone_are_enough(client: TestClient, library: Library) -> None:
    assert ask(client, {"items": ITEMS}).text == ask(client, compose(library, ITEMS).to_json()).text


@pytest.mark.parametrize(
    "change",
    [
        {"items": ["lesson-2.3", "quincebramble"]},
        {"situations": ["quincebramble"]},
        {"dropped": ["quincebramble"]},
        {"dropped": ["lesson-2.3.steps.99"]},
    ],
)
@pytest.mark.parametrize("kind", ["plan", "handout"])
def test_what_is_not_there_is_refused_in_one_sentence_that_repeats_nothing(
    client: TestClient, library: Library, change: dict[str, Any], kind: str
) -> None:
    code, message = refusal(ask(client, recipe(library, **change), kind))
    assert code == "no_such_plan" and "ask for a new one" in message
    assert "quincebramble" not in message and "steps.99" not in message


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"items": []}, "recipe.items"),
        ({"items": list(real_library().items)[:6]}, "recipe.items"),
        ({"items": "lesson-2.3"}, "recipe.items"),
        ({"items": [{"id": "lesson-2.3"}]}, "recipe.items.0"),
        ({"situations": list(real_library().situations)[:3]}, "recipe.situations"),
        ({"role": "king"}, "recipe.role"),
        ({"dropped": None}, "recipe.dropped"),
        ({"title": "A plan of the quincebrambles"}, "recipe.title"),
    ],
)
def test_what_is_no_recipe_is_refused_by_field(
    client: TestClient, library: Library, change: dict[str, Any], place: str
) -> None:
    code, message = refusal(ask(client, recipe(library, **change)))
    assert code == "bad_request" and f"'{place}'" in message and "quincebramble" not in message


@pytest.mark.parametrize("change", [{"kind": "poem"}, {"format": "exe"}, {"name": "../plan"}, {"recipe": None}])
def test_so_is_what_is_no_request(client: TestClient, library: Library, change: dict[str, Any]) -> None:
    body = {"kind": "plan", "recipe": recipe(library), "format": "md", **change}
    assert refusal(client.post("/api/plan", json=body))[0] == "bad_request"


def test_too_many_plans_of_one_address_are_refused(client: TestClient, library: Library) -> None:
    codes = [ask(client, recipe(library)).status_code for _ in range(PLANS_A_MINUTE + 1)]
    assert codes == [200] * PLANS_A_MINUTE + [429]


def test_pages_elsewhere_may_ask_and_read_the_name_if_they_are_allowed(client: TestClient, library: Library) -> None:
    asked = {"Origin": ELSEWHERE, "Access-Control-Request-Method": "POST"}
    asked["Access-Control-Request-Headers"] = "content-type"
    assert client.options("/api/plan", headers=asked).headers["access-control-allow-origin"] == ELSEWHERE
    response = ask(client, recipe(library))
    assert response.headers["access-control-allow-origin"] == ELSEWHERE
    assert response.headers["access-control-expose-headers"] == "Content-Disposition"
    stranger = {**asked, "Origin": "https://evil.example.org"}
    assert client.options("/api/plan", headers=stranger).status_code == 400


def test_nothing_of_a_request_is_logged(client: TestClient, library: Library, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        for change in ({}, {"items": ["quincebramble"]}, {"title": "quincebramble"}):
            for format in ("pdf", "docx", "md"):
                ask(client, recipe(library, **change), format=format)
    ours = [record for record in caplog.records if not record.name.startswith(("httpx", "httpcore"))]
    said = " ".join(record.getMessage() for record in ours)
    assert "quincebramble" not in caplog.text and "lesson-2.3" not in said and TITLE not in said


def test_every_title_makes_a_name_that_every_system_takes(library: Library) -> None:
    for item in library.items.values():
        name = file_name("handout", item.title, "docx")
        assert name.isascii() and name.replace("-", "").replace(".docx", "").isalnum() and 12 < len(name) <= 65
    assert file_name("plan", "180° Wende – role models", "md") == "plan-180-wende-role-models.md"
    assert file_name("plan", "Keep young people's “trust”", "pdf") == "plan-keep-young-peoples-trust.pdf"
    assert file_name("plan", "../..\\\r\n", "pdf") == "plan.pdf"


def test_the_api_describes_itself(client: TestClient) -> None:
    described = client.get("/api/openapi.json").json()
    operation = described["paths"]["/api/plan"]["post"]
    assert operation["summary"] == "Take away a plan or a handout as a file"
    assert "application/pdf" in operation["responses"]["200"]["content"]
    assert "application/json" not in json.dumps(operation["responses"]["200"])
    assert "ids alone" in described["components"]["schemas"]["RecipeBody"]["description"]
