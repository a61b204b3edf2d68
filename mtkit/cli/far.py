"""``mtkit translate`` beyond this machine's own folders: articles or files at URLs, and workers on a cluster.

The same articles, names of files, judgement of what is there already and reports as in ``job``; only who translates
and who writes is another. Workers read and write for themselves what they can reach; what only this machine can
reach travels with the tasks and the answers.
"""

from __future__ import annotations

import errno
import hashlib
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from mtkit import __version__
from mtkit.cli import inputs
from mtkit.cli.plan import OutputFormat, Plan
from mtkit.errors import BadInputError, DocumentError, EngineError, OutputError, UsageError
from mtkit.scale import Place, Shard, is_url, only, place_of
from mtkit.scale.place import split
from mtkit.scale.work import Made, Outcome, Recipe, Task, Worker, key_of_file

if TYPE_CHECKING:
    from mtkit.cli.report import Report
    from mtkit.formats.fields import FieldMap
    from mtkit.manifest import Manifest
    from mtkit.scale.cluster import Cluster

__all__ = ["Article", "Call", "FarJob", "cluster_of", "gathered", "planned", "run"]

_PLACE = frozenset({errno.ENOSPC, errno.EROFS, getattr(errno, "EDQUOT", errno.ENOSPC)})
Stream = Callable[[Iterable[Task]], Iterator[Made]]


@dataclass(frozen=True, slots=True)
class Article:
    """An article of a call: as the plan knows it, and where it lies if that is a URL."""

    item: inputs.Input
    place: Place | None = None
    key: str = ""

    @property
    def id(self) -> str:
        """The name by which everything knows it."""
        return str(self.item.name)


def gathered(paths: Sequence[str]) -> list[Article]:
    """The articles that the arguments name, those at URLs too: a folder by all in it whose ending a format takes.

    Raises as ``inputs.expand``, and UsageError or DocumentError for a URL that cannot be used or has no articles.
    """
    from mtkit.formats import FORMATS

    known = tuple(suffix for fmt in FORMATS.values() for suffix in fmt.suffixes)
    found: list[Article] = []
    for given in paths:
        if not is_url(given):
            found += [Article(item) for item in inputs.expand([given])]
            continue
        if given.lower().endswith(known):
            folder, name = split(given)
            place, names = place_of(folder), [name]
        else:
            place = place_of(given)
            names = [name for name in place.list() if name.lower().endswith(known)]
            if not names:
                raise DocumentError(f"no articles here: known endings are {', '.join(known)}", where=place.show(""))
        # the path of such an input is never opened; it tells one from the other
        found += [Article(inputs.Input(Path(place.show(name)), PurePosixPath(name)), place, name) for name in names]
    return found


def planned(
    articles: Sequence[Article], targets: Sequence[str], output: str | None, kind: OutputFormat
) -> tuple[Plan, Place | None]:
    """The names of the files, and the place of ``output`` if it is a URL. Raises UsageError where files would be lost.

    Names are planned over all articles of the job, whatever the shard.
    """
    items = [article.item for article in articles]
    if output is None or not is_url(output):
        plan = Plan(items, targets, output or ("." if output is None else output), kind)
        if plan.stdout:
            raise UsageError("a job with --distributed or with URLs writes files: give -o FOLDER or -o URL")
        return plan, None
    if output.lower().endswith((".po", ".jsonl")):
        raise UsageError(f"-o {output}: give the URL of a folder, not of a file")
    place, plan = place_of(output), Plan(items, targets, ".", kind)
    there = {article.key for article in articles if article.place == place}
    for article in articles:
        for target in targets:
            if (name := plan.path(article.id, target).as_posix()) in there:
                raise UsageError(f"{place.show(name)} would be written over, and it is an article: change -o")
    return plan, place


class FarJob:
    """The articles of a call, in every language that is asked for, done by ``stream``."""

    def __init__(
        self,
        plan: Plan,
        targets: Sequence[str],
        report: Report,
        recipe: Recipe,
        place: Place | None,
        *,
        manifest: Manifest | None = None,
        alone: bool = False,
    ) -> None:
        self._plan, self._targets, self._report, self._recipe = plan, tuple(targets), report, recipe
        self._manifest = manifest
        self._alone = alone  # the worker is this process, and reads whatever it can
        self._local = place is None
        self._output = place or place_of("")
        self._we_write = recipe.output is None
        self._here = Worker(replace(recipe, output=self._output))  # loads models only if there are files to judge
        self._today = datetime.now(tz=UTC).date().isoformat()
        self._seen: dict[str, tuple[int, int] | None] = {}
        self._hashes: dict[str, str] = {}
        self.exit_code = 0

    def run(self, articles: Sequence[Article], stream: Stream) -> None:
        """Have ``articles`` translated, and write what comes back; what fails of one does not stop the others.

        Raises EngineError or UsageError for what stops the job, OutputError where nothing can be written any more.
        """
        hints = self._here.hints(self._targets)
        for made in stream(self._told(self._tasks(articles), hints)):
            self._take(made)

    def _told(self, tasks: Iterator[Task], hints: Sequence[str]) -> Iterator[Task]:
        """``tasks``; ``hints`` are said before the first, and not at all if there is nothing to translate."""
        for n, task in enumerate(tasks):
            for hint in hints if n == 0 else ():
                self._report.note(hint)
            yield task

    def close(self) -> None:
        """Let go of what was opened to judge files."""
        self._here.close()

    def _tasks(self, articles: Sequence[Article]) -> Iterator[Task]:
        for article in articles:
            names = {target: self._plan.path(article.id, target).as_posix() for target in self._targets}
            place = article.place
            if place is not None and (place.shared or self._alone) and not self._we_write:
                yield Task(article.id, names, place, article.key)
                continue
            try:
                data = place.read(article.key) if place else inputs.data_of(article.item, self._recipe.input_format)
            except BadInputError as error:
                self._failed(str(error), article.id, None, type(error).exit_code)
                continue
            task = self._unfinished(Task(article.id, names, data=data))
            if task.names:
                yield task

    def _unfinished(self, task: Task) -> Task:
        """What is left of a task whose files this process writes: not what lies there as it should be."""
        if not self._we_write:
            return task
        sha256 = hashlib.sha256(task.data or b"").hexdigest()
        left = dict(task.names)
        there = [target for target, name in left.items() if self._look(name)]
        for target in there:
            if self._settled(task, target, sha256):
                self._report.skipped(left.pop(target), task.id, target)
        there = [target for target in there if target in left]
        if there and self._recipe.kind == "po":
            kept, made = self._here.left(replace(task, names={target: left[target] for target in there}))
            for answer in made:
                self._take(answer)
            left = {target: name for target, name in left.items() if target not in there or target in kept}
        if self._manifest is not None and left:
            self._hashes[task.id] = sha256
        return replace(task, names=left)

    def _settled(self, task: Task, target: str, sha256: str) -> bool:
        if self._manifest is None:
            return False
        key = key_of_file(self._here.key(target), self._recipe)
        file = self._plan.name(task.id, target)
        return self._manifest.settled(
            file, source=task.id, source_sha256=sha256, target=target, key=key, today=self._today
        )

    def _look(self, name: str) -> tuple[int, int] | None:
        """What tells the file at ``name`` from a later one, kept until it is written; None where there is none."""
        if not self._local:
            found = (0, 0) if self._output.exists(name) else None
        else:
            try:
                stat = Path(name).stat()
                found = (stat.st_size, stat.st_mtime_ns)
            except OSError:
                found = None
        self._seen[name] = found
        return found

    def _take(self, made: Made) -> None:
        """Write and report one answer. Raises what stops the job."""
        path = made.name if self._local else self._output.show(made.name)
        if made.outcome is Outcome.FATAL:
            raise {2: UsageError, 3: OutputError}.get(made.exit_code, EngineError)(made.error)
        if made.outcome is Outcome.FAILED:
            self._failed(made.error, made.id, made.target or None, made.exit_code)
        elif made.outcome is Outcome.DONE:
            self._report.skipped(path, made.id, made.target)
        else:
            try:
                self._write(made)
            except (BadInputError, OutputError) as error:
                if getattr(error.__cause__, "errno", None) in _PLACE:
                    raise
                self._failed(str(error), made.id, made.target, type(error).exit_code)
                return
            if not self._alone:  # else the models have told of them
                self._report.advance(made.facts["units"])
            seconds = self._report.wrote(path, made.id, self._recipe.source, made.target, made.facts)
            self._record(made, seconds)

    def _write(self, made: Made) -> None:
        if not made.files:
            return
        before = self._seen.pop(made.name, None)
        if self._recipe.kind == "po" and self._look(made.name) != before:
            raise BadInputError("it changed while the job ran, and is not written over: run it again", where=made.name)
        for name, data in made.files:
            self._output.write(name, data)
        self._seen.pop(made.name, None)

    def _record(self, made: Made, seconds: float) -> None:
        if self._manifest is None:
            return
        from mtkit.manifest import Finished

        facts: Mapping[str, Any] = made.facts
        names = ("units", "memory", "errors", "warnings", "infos", "signature")
        self._manifest.record(
            Finished(
                self._plan.name(made.id, made.target),
                made.id,
                self._hashes[made.id],
                made.target,
                key_of_file(facts["key"], self._recipe),
                facts["day"],
                **{name: facts[name] for name in names},
                seconds=round(seconds, 3),
                version=__version__,
            )
        )

    def _failed(self, message: str, source: str, target: str | None, code: int) -> None:
        self.exit_code = max(self.exit_code, code)
        self._report.failed(message, source, target)


@dataclass(frozen=True, slots=True)
class Call:
    """What the verb was called with. ``options`` are the keywords of Translator."""

    paths: Sequence[str]
    source: str
    targets: Sequence[str]
    output: str | None
    kind: OutputFormat
    input_format: str | None
    options: Mapping[str, Any]
    fields: FieldMap | None
    shard: Shard | None
    wait: bool
    as_json: bool
    quiet: bool


def cluster_of(
    distributed: str | None, *, workers: int | None, timeout: float, threads: int | None, device: str
) -> Cluster | None:
    """The cluster to use, if one is asked for: a worker for each core or, with ``cuda``, for each GPU.

    Raises UsageError for an unknown kind of cluster, and for ``workers`` without one.
    """
    if distributed is None:
        if workers is not None:
            raise UsageError("--workers is for --distributed; here, --threads says how many cores decode")
        return None
    if distributed != "ray":
        raise UsageError(f"--distributed {distributed}: only ray is known; for job arrays there is --shard I/N")
    if sys.platform == "win32":
        raise UsageError("--distributed ray needs Linux or macOS; on Windows use --shard I/N")
    from mtkit.scale.cluster import Cluster

    return Cluster(workers, cpus=threads or 1, gpus=1 if device == "cuda" else 0, timeout=timeout)


def run(call: Call, cluster: Cluster | None, *, cache: Path | None) -> int:
    """One call of the verb; gives the exit code. Each worker keeps what models say in ``cache``, on its machine."""
    from mtkit.cli.job import interruptible, opened
    from mtkit.cli.report import Report

    articles = gathered(call.paths)
    plan, place = planned(articles, call.targets, call.output, call.kind)
    every = len(articles)
    articles = only(articles, call.shard, id_of=lambda article: article.id)
    local = inputs.sizes([article.item for article in articles if article.place is None])
    sizes = {article.id: local.get(article.id, 1) for article in articles}
    report = Report(sizes, call.targets, as_json=call.as_json, quiet=call.quiet)
    options = dict(call.options)
    if cluster is not None:
        options["threads"] = int(cluster.cpus)
    by_workers = place if place is not None and (place.shared or cluster is None) else None
    recipe = Recipe(options, call.source, call.kind.value, call.input_format, by_workers, cache, fields=call.fields)
    part = call.shard.name if call.shard else ""
    with opened(plan, many=place is None, wait=call.wait, part=part, report=report) as manifest:
        job = FarJob(plan, call.targets, report, recipe, place, manifest=manifest, alone=cluster is None)
        report.started(plan.folder if place is None else None)
        if call.shard and not articles:
            report.say(call.shard.without_any(every))
        with interruptible():
            try:
                job.run(articles, _stream(recipe, report, cluster))
            except KeyboardInterrupt:
                report.finished(interrupted=True)
                raise
        report.finished()
    return job.exit_code


def _stream(recipe: Recipe, report: Report, cluster: Cluster | None) -> Stream:
    if cluster is None:
        return Worker(recipe, progress=report).do
    from mtkit.scale.cluster import run_on_ray

    return lambda tasks: run_on_ray(recipe, tasks, cluster=cluster, progress=report)
