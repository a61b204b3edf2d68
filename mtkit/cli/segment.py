"""``mtkit segment``."""

from __future__ import annotations

from typing import Annotated

import typer

from mtkit.cli import inputs
from mtkit.cli.output import emit, emit_json

__all__ = ["command"]


def command(
    paths: Annotated[list[str], typer.Argument(metavar="INPUT", help="Files, folders, or - for stdin.")],
    source: Annotated[str, typer.Option("--from", "-f", metavar="LANG", help="Language of the text.")],
    input_format: inputs.InputFormat = None,
    fields: inputs.FieldsFile = None,
    *,
    as_json: Annotated[
        bool,
        typer.Option(
            "--json", help="One object a line: id, kind, start, end, text. They tile the input, in code points."
        ),
    ] = False,
) -> None:
    """Cut articles into sentences.

    Without --json prints one sentence a line. With it, the objects cover every character of the input: white
    space belongs to the sentence before it, and what is not translated has the kind "skip".

    \b
    Example:
      mtkit segment forum.md --from zh --json
    """
    from mtkit.pipeline import segments_of
    from mtkit.segment.document import tiles

    sources, known = inputs.expand(paths), inputs.fields_of(fields)
    for item in sources:
        document = inputs.read(item, source, input_format, known)
        segments = segments_of(document)
        if not as_json:
            for segment in segments:
                emit(segment.text)
            continue
        more = {"file": document.id} if len(sources) > 1 else {}
        for name, kind, span in tiles(document, segments):
            emit_json(
                {**more, "id": name, "kind": kind, "start": span.start, "end": span.end, "text": span.of(document.text)}
            )
