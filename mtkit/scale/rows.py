"""Tasks and results as rows of a table: JSON, and bytes beside it, as they travel between machines.

Nothing in a row is ever executed by reading it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from mtkit.scale.place import Place
from mtkit.scale.work import Made, Outcome, Task

__all__ = ["as_made", "as_task", "made_row", "places_of", "task_row"]


def places_of(tasks: Sequence[Task]) -> list[Place]:
    """The places that ``tasks`` are read from, each once; rows name them by number."""
    return list(dict.fromkeys(task.place for task in tasks if task.place is not None))


def task_row(task: Task, places: Sequence[Place]) -> dict[str, Any]:
    """The row of a task: ``task``, text, and ``data``, bytes or None."""
    at = None if task.place is None else places.index(task.place)
    return {"task": json.dumps([task.id, dict(task.names), at, task.key]), "data": task.data}


def as_task(row: Mapping[str, Any], places: Sequence[Place]) -> Task:
    """The task of a row."""
    name, names, at, key = json.loads(row["task"])
    return Task(name, names, None if at is None else places[at], key, row["data"])


def made_row(done: str, made: Sequence[Made]) -> dict[str, Any]:
    """The row of what became of the task ``done``: ``made``, text, and ``files``, the bytes of all files in order."""
    said = [
        (one.id, one.target, one.name, one.outcome, [name for name, _ in one.files], dict(one.facts), *_failure(one))
        for one in made
    ]
    return {"made": json.dumps([done, said]), "files": [data for one in made for _, data in one.files]}


def _failure(one: Made) -> tuple[str, int]:
    return one.error, one.exit_code


def as_made(row: Mapping[str, Any]) -> tuple[str, list[Made]]:
    """The task that a row is of, and what became of it."""
    done, said = json.loads(row["made"])
    files = iter(row["files"])
    return done, [
        Made(name, target, path, Outcome(outcome), tuple((file, next(files)) for file in names), facts, error, code)
        for name, target, path, outcome, names, facts, error, code in said
    ]
