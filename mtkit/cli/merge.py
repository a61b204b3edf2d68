"""``mtkit merge``."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Annotated

import typer

from mtkit.cli import inputs
from mtkit.cli.output import emit, emit_bytes, emit_json, say
from mtkit.errors import BadInputError, MtkitError, UnknownLanguageError, UsageError
from mtkit.lang import LANGUAGES
from mtkit.lang import lang as language
from mtkit.unit import Severity

if TYPE_CHECKING:
    from mtkit.formats.fields import FieldMap
    from mtkit.formats.po import PoFile
    from mtkit.glossary import Glossary
    from mtkit.review.merge import Merged
    from mtkit.text import Document

__all__ = ["command"]


def command(
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="The article, as it was translated; - for stdin.")],
    paths: Annotated[list[Path], typer.Argument(metavar="FILE.po", help="Its PO files, one for each language.")],
    output: Annotated[
        str | None, typer.Option("-o", "--output", metavar="DIR|FILE|-", help="Where to; by default here.")
    ] = None,
    disclosure_text: Annotated[
        list[str] | None,
        typer.Option(
            metavar="[LANG=]TEXT",
            help="Your own words for the line of --disclosure, in the target language; repeat with LANG= for more.",
        ),
    ] = None,
    fail_on: Annotated[
        Severity | None,
        typer.Option(help="Write no article in which an approved sentence has a finding as grave as this."),
    ] = None,
    report: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write all that is said here to FILE, as JSON.")
    ] = None,
    glossary: inputs.Glossaries = None,
    input_format: inputs.InputFormat = None,
    fields: inputs.FieldsFile = None,
    *,
    allow_unreviewed: Annotated[
        bool, typer.Option("--allow-unreviewed", help="Write the article all the same, and name what nobody reviewed.")
    ] = False,
    disclosure: Annotated[
        bool | None,
        typer.Option(
            "--disclosure/--no-disclosure",
            help="Add a last line that says how the article was translated; --disclosure-text asks for it, too.",
        ),
    ] = None,
    no_glossary: Annotated[bool, typer.Option("--no-glossary", help="Check no names.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One object an article: where, who, what, findings.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Nothing on stderr but errors.")] = False,
) -> None:
    """Write the translated article: what the editors approved, in the source's own layout.

    Refuses while sentences are not reviewed; --allow-unreviewed names each of them. See docs/review.md.

    \b
    Examples:
      mtkit merge forum.md forum.vi.po
      mtkit merge forum.md out/forum.vi.po out/forum.th.po -o site --disclosure
    """
    plan = _Plan(source, paths, output, report, as_json=as_json)
    book = inputs.glossary_of(glossary, none=no_glossary)
    known = inputs.fields_of(fields)
    run = _Run(plan, book, fail_on, allow=allow_unreviewed, as_json=as_json, quiet=quiet, fields=known)
    words = _words_by_language(disclosure_text or ())
    for path, file in run.files(paths):
        said = words.get(file.pair.target, words.get("", ""))
        run.merge(path, file, input_format, disclose=bool(said) if disclosure is None else disclosure, words=said)
    if report is not None:
        run.report(report)
    if run.failed or run.refused:
        raise typer.Exit(BadInputError.exit_code if run.failed else 1)


def _words_by_language(given: Sequence[str]) -> dict[str, str]:
    """The house's words by target language, "" for any; what is said later sets aside what was said before."""
    found: dict[str, str] = {}
    for text in given:
        code, sign, words = text.partition("=")
        known = bool(sign) and re.fullmatch(r"[A-Za-z]{2,3}([-_][A-Za-z]+)*", code.strip())
        if known:
            try:
                found[language(code).code] = words.strip()
                continue
            except UnknownLanguageError:
                pass  # words with an equals sign in them
        found = {"": text.strip()}
    return found


class _Plan:
    """Where each article goes."""

    def __init__(
        self, source: str, paths: Sequence[Path], output: str | None, report: Path | None, *, as_json: bool
    ) -> None:
        self.source, self.output, self.report = source, output, report
        self.paths = list(dict.fromkeys(paths))
        if output == "":
            raise UsageError("-o is empty: give a folder or a file ('.' is this folder)")
        if output == "-" and (len(self.paths) > 1 or as_json):
            raise UsageError("-o - takes one article and no --json: stdout holds the article alone")
        if self._names_file and len(self.paths) > 1:
            raise UsageError(f"-o {output} is one file, but there are {len(self.paths)} articles: give a folder")
        if report is not None:
            self._demand_free(report)

    @property
    def stdout(self) -> bool:
        return self.output == "-"

    @property
    def _names_file(self) -> bool:
        """Whether ``-o`` names a file rather than a folder: it has a suffix, such as .md but not the .18 of a date."""
        return (
            bool(self.output and re.search(r"[^/]\.[^\W\d]\w*$", self.output)) and not Path(self.output or "").is_dir()
        )

    def path(self, target: str) -> Path:
        """The file of the article in one language. Raises UsageError if that is one of those it is made of."""
        if self._names_file:
            path = Path(self.output or "")
        else:
            name = PurePosixPath("stdin.txt" if self.source == "-" else Path(self.source).name)
            path = Path(self.output or "") / f"{name.stem}.{target}{name.suffix}"
        self._demand_free(path)
        if self.report is not None and _same(path, self.report):
            raise UsageError(f"{path} would be both the article and the report: change one of them")
        return path

    def _demand_free(self, path: Path) -> None:
        from mtkit.formats.sidecar import sidecar_path

        for used in [Path(self.source), *self.paths, *(sidecar_path(each) for each in self.paths)]:
            if _same(path, used):
                raise UsageError(f"{path} would be written over, and the article is made of it: choose another place")


def _same(one: Path, other: Path) -> bool:
    """Whether two names lead to one file."""
    try:
        return os.path.realpath(one) == os.path.realpath(other) or one.samefile(other)
    except OSError:
        return False


def _no_po_file(path: Path, source: str) -> BadInputError | None:
    """What to say of a file that is none of gettext's at all; None where it is there and is one, if a broken one."""
    try:
        if b"msgid" in path.read_bytes():
            return None
    except OSError:
        return None
    order = f"mtkit merge {path} {source}" if source.endswith(".po") else "mtkit merge ARTICLE FILE.po"
    return BadInputError(
        f"is no PO file: merge takes the article first and its PO files behind it: {order}", where=str(path)
    )


class _Run:
    """One call of the verb: what was written, refused or could not be read."""

    def __init__(
        self, plan: _Plan, glossary: Glossary | None, fail_on: Severity | None, *,
        allow: bool, as_json: bool, quiet: bool, fields: FieldMap | None = None,
    ) -> None:  # fmt: skip
        self._plan, self._glossary, self._fail_on = plan, glossary, fail_on
        self._allow, self._as_json, self._quiet = allow, as_json, quiet
        self._fields = fields
        self._documents: dict[str, Document] = {}
        self._told: list[dict[str, object]] = []
        self.failed = self.refused = 0

    def files(self, paths: Sequence[Path]) -> list[tuple[Path, PoFile]]:
        """The PO files that can be read. Raises UsageError if two of them are of one language."""
        from mtkit.formats import po

        found: list[tuple[Path, PoFile]] = []
        taken: dict[str, Path] = {}
        for path in dict.fromkeys(paths):
            try:
                file = po.read(path)
            except BadInputError as error:
                self._fail(_no_po_file(path, self._plan.source) or error)
                continue
            other = taken.setdefault(file.pair.target, path)
            if other is not path and file.pair.target in LANGUAGES:
                raise UsageError(f"{other} and {path} are both in {file.pair.target}: merge them one by one")
            found.append((path, file))
        return found

    def merge(self, path: Path, file: PoFile, input_format: str | None, *, disclose: bool, words: str) -> None:
        """One article, written or refused."""
        from mtkit.review.merge import merge

        try:
            document = self._document(file, path, input_format)
            merged = merge(document, file, self._glossary, where=str(path), disclose=disclose, own_words=words)
            self._put(merged, path)
        except UsageError:
            raise
        except MtkitError as error:
            self._fail(error)

    def report(self, path: Path) -> None:
        """Write what was told of all articles. Raises OutputError."""
        from mtkit.formats.po_disk import make_folder, replace_file

        make_folder(path.parent)
        text = json.dumps({"articles": self._told}, ensure_ascii=False, indent=1) + "\n"
        replace_file(path, text.encode("utf-8", "replace"))

    def _document(self, file: PoFile, path: Path, input_format: str | None) -> Document:
        """The source, read as what ``file`` says its language is. Raises BadInputError."""
        from mtkit import formats

        code = file.pair.source
        if code not in LANGUAGES:
            message = "the header does not name the source language: add X-Source-Language there"
            raise BadInputError(message, where=str(path))
        if not self._documents:
            source = self._plan.source
            if source == "-":
                data = inputs.read_stdin()
                found = formats.read_bytes(data, id="-", lang=code, format=input_format, fields=self._fields)
            else:
                found = formats.read(Path(source), lang=code, format=input_format, fields=self._fields)
            self._documents[code] = found
        return next(iter(self._documents.values()))

    def _put(self, merged: Merged, path: Path) -> None:
        from mtkit.formats.po_disk import make_folder, replace_file
        from mtkit.review import merge_report

        out = None if self._plan.stdout else self._plan.path(merged.target)
        if not merged.reviewed and not self._allow:
            self._refuse(list(merge_report.refusal_lines(merged, str(path))), merged, path)
            return
        if self._fail_on and (grave := list(merge_report.finding_lines(merged, str(path), least=self._fail_on.rank))):
            grave.append(f"{path}: not written, for --fail-on {self._fail_on}: mend these sentences")
            self._refuse(grave, merged, path)
            return
        if out is None:
            emit_bytes(merged.data)
        else:
            make_folder(out.parent)
            replace_file(out, merged.data)
        self._tell(merge_report.as_json(merged, po=str(path), file=str(out or "-")))
        if out is not None and not self._as_json:
            emit(str(out))
        for line in merge_report.stand_in_lines(merged, str(path)):
            say(f"mtkit: {line}", quiet=self._quiet)
        for line in merge_report.finding_lines(merged, str(path), least=Severity.ERROR.rank):
            say(f"mtkit: {line}", quiet=self._quiet)
        say(f"mtkit: {out or 'stdout'}: {merge_report.provenance_line(merged)}", quiet=self._quiet)

    def _refuse(self, lines: Sequence[str], merged: Merged, path: Path) -> None:
        from mtkit.review import merge_report

        self.refused += 1
        self._tell(merge_report.as_json(merged, po=str(path), file=None))
        for line in lines:
            say(f"mtkit: {line}")

    def _tell(self, told: dict[str, object]) -> None:
        self._told.append(told)
        if self._as_json:
            emit_json(told)

    def _fail(self, error: MtkitError) -> None:
        self.failed += 1
        say(f"mtkit: error: {error}")
