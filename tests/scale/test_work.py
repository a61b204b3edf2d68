"""A worker's files are those of a local run, wherever they are read from and written to."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from mtkit import Glossary, Translator, formats
from mtkit.outputs import write
from mtkit.scale import Place, place_of
from mtkit.scale.place import LocalPlace
from mtkit.scale.rows import as_made, as_task, made_row, places_of, task_row
from mtkit.scale.work import Made, Outcome, Recipe, Task, Worker

ARTICLES = {
    "forum.md": (
        "# China-ASEAN Expo opens in Nanning\n\nNANNING, Sept. 18, 2025 -- The 22nd China-ASEAN Expo opened in "
        "**Nanning** on Thursday. It was attended by the ASEAN Secretary-General.\n\nTrade grew by 7.2 percent.\n"
    ),
    "2025/rail.txt": "The ministers agreed on Monday to open a second rail link.\n\nWork begins in 2026.\n",
    "2025/short.html": (
        "<html><body><article><p>Trade with Viet Nam grew by 7.2 percent in <b>Jakarta</b>.</p></article></body></html>"
    ),
}
TARGETS = ("vi", "th")
RECIPE = Recipe({"glossary": Glossary.bundled(), "allow_low_quality": True, "threads": 1}, "en")


def recipe_of(kind: str = "po", output: Place | None = None) -> Recipe:
    return replace(RECIPE, kind=kind, output=output)


def names_of(name: str, kind: str) -> dict[str, str]:
    suffix = {"po": ".po", "jsonl": ".jsonl", "text": Path(name).suffix}[kind]
    return {target: str(Path(name).with_suffix("")) + f".{target}{suffix}" for target in TARGETS}


def tasks_of(articles: dict[str, str], *, kind: str = "po", place: Place | None = None) -> list[Task]:
    if place is None:
        return [Task(name, names_of(name, kind), data=text.encode()) for name, text in articles.items()]
    for name, text in articles.items():
        place.write(name, text.encode())
    return [Task(name, names_of(name, kind), place, name) for name in place.list()]


def local(folder: Path, kind: str) -> dict[str, bytes]:
    """The files that a run without workers writes."""
    with Translator(**RECIPE.options) as translator:
        for name, text in ARTICLES.items():
            document = formats.read_bytes(text.encode(), id=name, lang="en")
            for target, file in names_of(name, kind).items():
                write(translator.translate(document, target), folder / file, kind)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def places(tmp_path: Path) -> Iterator[tuple[Place, Place]]:
    yield place_of(str(tmp_path / "in")), place_of(str(tmp_path / "out"))
    yield place_of(f"memory://{uuid.uuid4().hex}/in"), place_of(f"memory://{uuid.uuid4().hex}/out")
    yield place_of(f"local://{tmp_path}/in2"), place_of(f"local://{tmp_path}/out2")


@pytest.mark.parametrize("kind", ["po", "jsonl", "text"])
def test_files_are_those_of_a_local_run_wherever_they_go(tmp_path: Path, kind: str) -> None:
    wanted = local(tmp_path / "local", kind)
    back = list(Worker(recipe_of(kind)).do(tasks_of(ARTICLES, kind=kind)))
    assert dict(file for made in back for file in made.files) == wanted
    for source, output in places(tmp_path):
        made = list(Worker(recipe_of(kind, output)).do(tasks_of(ARTICLES, kind=kind, place=source)))
        assert {made.outcome for made in made} == {Outcome.MADE}
        assert not any(made.files for made in made)
        assert {name: output.read(name) for name in output.list()} == wanted, output


def test_a_sidecar_is_written_before_its_file() -> None:
    (made, *_) = Worker(recipe_of()).do(tasks_of({"a.txt": "Trade grew.\n"}))
    assert [name for name, _ in made.files] == ["a.vi.mtkit.jsonl", "a.vi.po"]


def test_what_is_there_is_not_made_again_and_a_persons_file_never() -> None:
    output = place_of(f"memory://{uuid.uuid4().hex}/out")
    tasks = tasks_of(ARTICLES)
    worker = Worker(recipe_of("po", output))
    assert {made.outcome for made in worker.do(tasks)} == {Outcome.MADE}
    first = {name: output.read(name) for name in output.list()}
    assert [made.outcome for made in Worker(recipe_of("po", output)).do(tasks)] == [Outcome.DONE] * len(tasks) * 2

    changed = [replace(tasks[0], data=tasks[0].data + b"\nMore news.\n"), *tasks[1:]]  # type: ignore[operator]
    again = {(made.id, made.target): made.outcome for made in worker.do(changed)}
    assert [again["forum.md", "vi"], again["2025/rail.txt", "vi"]] == [Outcome.MADE, Outcome.DONE]

    touched = first["2025/rail.vi.po"].decode().replace("#, fuzzy\n", "", 2).replace("#, fuzzy\n", "")
    output.write("2025/rail.vi.po", touched.encode())
    said = {(made.id, made.target): made for made in worker.do(tasks)}
    refused = said["2025/rail.txt", "vi"]
    assert refused.outcome is Outcome.FAILED and refused.exit_code == 3
    assert "a person has edited" in refused.error and "memory://" in refused.error
    assert output.read("2025/rail.vi.po") == touched.encode()


def test_a_bad_article_is_a_value_and_the_others_are_made() -> None:
    tasks = tasks_of(ARTICLES)
    bad = [
        Task("bin.txt", names_of("bin.txt", "po"), data=b"\x00\x01\x02\x03"),
        Task("gone.md", names_of("gone.md", "po"), place_of(f"memory://{uuid.uuid4().hex}"), "gone.md"),
        Task("table.xlsx", names_of("table.xlsx", "po"), data=b"x"),
    ]
    made = list(Worker(recipe_of()).do([bad[0], *tasks, *bad[1:]]))
    failed = [m for m in made if m.outcome is Outcome.FAILED]
    assert [m.id for m in failed] == ["bin.txt", "gone.md", "table.xlsx"]
    assert all(m.exit_code == 3 and m.error and "\n" not in m.error for m in failed)
    assert len(made) - len(failed) == 2 * len(tasks)


def test_what_no_article_could_escape_is_said_once() -> None:
    recipe = replace(RECIPE, options={**RECIPE.options, "model": "no-such-model"})
    made = list(Worker(recipe).do(tasks_of(ARTICLES)))
    assert [(m.outcome, m.exit_code) for m in made] == [(Outcome.FATAL, 4)]
    other = list(Worker(replace(RECIPE, version="0.0.0")).do(tasks_of(ARTICLES)))
    assert [(m.outcome, m.exit_code) for m in other] == [(Outcome.FATAL, 2)]
    assert "install the same on all" in other[0].error


def test_what_travels_can_travel() -> None:
    made = list(Worker(recipe_of()).do(tasks_of({"a.txt": "Trade grew.\n"})))
    made += [Made("b.txt", "", "b.po", Outcome.FAILED, error="b.txt: no \ud800 here", exit_code=3)]
    assert made[0].files
    assert as_made(made_row("a.txt", made)) == ("a.txt", made)
    tasks = [*tasks_of(ARTICLES), Task("c.md", {"vi": "c.vi.po"}, LocalPlace(Path("in")), "c.md")]
    places = places_of(tasks)
    assert [as_task(task_row(task, places), places) for task in tasks] == tasks
