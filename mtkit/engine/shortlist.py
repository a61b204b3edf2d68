"""Lexical shortlists: the target pieces that an answer to a given text may need, so that no others are scored.

For each source piece the likeliest target pieces, and for every text the most frequent ones and those that must never
be missing (Junczys-Dowmunt et al., 2018, "Marian", section 2.4). CTranslate2 reads them from ``vmap.txt``:

    source piece<TAB>target piece target piece ...        an empty source piece stands for every text

CTranslate2 allows a batch whatever any of its texts may need. An answer could then depend on what else is in the
batch, which it must not: it is a function of the text alone. So a text with a shortlist is decoded in a batch of its
own; and one with a piece that the table hardly knows is decoded with all pieces, in the usual batches. Both follow from
the text.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from mtkit.engine.card import Card
from mtkit.engine.lexical import PiecePair, likeliest
from mtkit.engine.pieces import END, UNKNOWN, Pieces
from mtkit.errors import EngineError, OutputError

__all__ = [
    "BEAMS",
    "EACH",
    "FREQUENT",
    "RECORD",
    "VMAP",
    "Shortlist",
    "Trial",
    "always",
    "cannot_list",
    "make_table",
    "read_shortlist",
    "remove",
    "write",
]

VMAP = "vmap.txt"
RECORD = "shortlist.json"
BEAMS = (1, 4)  # what is tried: a greedy search, and a wide one for all the others
EACH, FREQUENT = 20, 1000  # target pieces for a source piece; and for every text
_KNOWN = 3  # texts in which a source piece must have been seen


@dataclass(frozen=True, slots=True)
class Trial:
    """What a shortlist did on a test set, at one width of the search.

    ``listed`` of the ``texts`` had a shortlist, ``same`` came out as with all pieces. ``loss`` is in points of chrF,
    measured ``against`` references or the answers with all pieces; ``speed`` is the time with all pieces, in the usual
    batches, over the time with the shortlist.
    """

    beam: int
    texts: int
    listed: int
    same: int
    loss: float
    against: str
    speed: float

    def __str__(self) -> str:
        return (
            f"beam {self.beam}: {self.listed} of {self.texts} texts shortlisted, {self.same} answers the same, "
            f"chrF lost {self.loss:.2f} (against {self.against}), {self.speed:.2f} times the speed of full batches"
        )


@dataclass(frozen=True, slots=True)
class Shortlist:
    """The shortlist of a model folder: for texts led by ``token``, in searches as wide as those of ``use``.

    ``known`` are the source pieces that it has a row for, ``digest`` is of vmap.txt, ``signature`` says how it was
    made.
    """

    pair: str
    token: str
    digest: str
    signature: str
    use: tuple[int, ...]
    trials: tuple[Trial, ...]
    known: frozenset[str] = frozenset()

    @property
    def label(self) -> str:
        """How provenance names it: "" where it is not used."""
        return f"shortlist.{self.digest[:8]}" if self.use else ""

    def serves(self, source: Sequence[str], beam: int) -> bool:
        """Whether ``source`` is decoded with it."""
        if (1 if beam == 1 else BEAMS[-1]) not in self.use or not source:
            return False
        lead = 1 if self.token else 0
        return (not lead or source[0] == self.token) and self.known.issuperset(source[lead:])


def cannot_list(target: Sequence[str], card: Card | None) -> str:
    """Why a model with this target vocabulary and card cannot have a shortlist, or "".

    CTranslate2 (4.8.5) restricts the output layer to the rows of the shortlist, and

    - keeps the old numbers of rows from one shortlist to the next (``Decoder::update_output_layer`` never clears its
      map), so that a piece to be suppressed is another one, or none at all: right only for rows that are first in any;
    - counts repetitions in rows of the whole vocabulary (``RepetitionPenalty``, ``NoRepeatNgram``): memory is damaged.
    """
    if tuple(target[:2]) != (END, UNKNOWN):
        return f"{END} and {UNKNOWN} are not the first pieces of its vocabulary"
    if card is not None and card.marks:
        return "it has marks, which are suppressed by their rows"
    if card is not None and card.search.get("repetition_penalty", 1.0) != 1.0:
        return "it is decoded with a penalty on repetitions"
    return ""


def make_table(
    pairs: Sequence[PiecePair],
    pieces: Pieces,
    target: Sequence[str],
    *,
    forms: Iterable[str] = (),
    each: int = EACH,
    frequent: int = FREQUENT,
) -> dict[str, tuple[str, ...]]:
    """The rows of vmap.txt from texts and their translations in pieces; "" holds what every text may need.

    ``target`` is the target vocabulary, ``forms`` are names and terms that must be sayable. A source piece has a row
    if it stands in enough texts, or needs no translation (digits, punctuation).
    """
    own = frozenset(target)
    counts = Counter(piece for _, said in pairs for piece in said)
    common = sorted(counts, key=lambda piece: (-counts[piece], piece))[:frequent]
    spelt = (piece for form in forms for piece in pieces.encode_target(form))
    fixed = dict.fromkeys(piece for piece in (*always(target), *common, *spelt) if piece in own)
    table = {"": tuple(fixed)}
    seen = Counter(piece for source, _ in pairs for piece in set(source))
    found = likeliest(pairs, each)
    for piece in sorted(pieces.inventory()[0] | {END}):
        if piece in pieces and (seen[piece] >= _KNOWN or not _has_letters(piece) or piece == END):
            rows = (*found.get(piece, ()), *_copies(piece, pieces))
            table[piece] = tuple(dict.fromkeys(row for row in rows if row in own and row not in fixed))
    return {key: row for key, row in table.items() if not set(key) & set(" \t\n")}


def always(target: Iterable[str]) -> tuple[str, ...]:
    """The pieces that every answer may need: end, bytes, digits, punctuation and single characters."""
    return tuple(
        piece for piece in target if piece in {END, UNKNOWN} or not _has_letters(piece) or len(_core(piece)) < 2
    )


def _is_small(piece: str) -> bool:
    return not _has_letters(piece) or len(_core(piece)) < 2


def _copies(piece: str, pieces: Pieces) -> tuple[str, ...]:
    """The target pieces that say what ``piece`` says, at the beginning of a word and inside."""
    if not _has_letters(piece):
        return ()
    core = _core(piece)
    return (piece, core, f"\u2581{core}", *pieces.encode_target(core))


def _core(piece: str) -> str:
    return piece.replace("\u2581", "")


def _has_letters(piece: str) -> bool:
    return not piece.startswith("<0x") and any(unicodedata.category(char)[0] in "LM" for char in piece)


def write(folder: Path, table: Mapping[str, Sequence[str]] | None, *, model: str, shortlist: Shortlist) -> Shortlist:
    """Put the record, and ``table`` if there is one, into the model folder; gives the record as written.

    ``model`` is the SHA-256 of the weights that it was measured with. Raises OutputError where it cannot be written.
    """
    text = "".join(f"{key}\t{' '.join(row)}\n" for key, row in (table or {}).items())
    digest = hashlib.sha256(text.encode()).hexdigest()
    record = {
        "pair": shortlist.pair, "token": shortlist.token, "digest": digest, "signature": shortlist.signature,
        "use": list(shortlist.use), "model": model, "trials": [asdict(trial) for trial in shortlist.trials],
    }  # fmt: skip
    remove(folder)
    try:
        if table is not None:
            (folder / VMAP).write_text(text, encoding="utf-8")
        draft = folder / f"{RECORD}.tmp"
        draft.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        draft.replace(folder / RECORD)
    except OSError as error:
        raise OutputError(f"{folder}: the shortlist cannot be written: {error.strerror or error}") from error
    return _shortlist(record, frozenset(table or ()))


def remove(folder: Path) -> bool:
    """Take the shortlist out of a model folder; whether there was one."""
    found = [path for path in (folder / RECORD, folder / VMAP) if path.exists()]
    try:
        for path in found:
            path.unlink()
    except OSError as error:
        raise OutputError(f"{error.filename}: cannot be deleted: {error.strerror}") from error
    return bool(found)


def read_shortlist(folder: Path, *, model: str = "") -> Shortlist | None:
    """The shortlist of a model folder, or None. ``model`` is the SHA-256 of its weights, if it is to be compared.

    Raises EngineError for one that is damaged or was made for other weights: answers would change unseen.
    """
    mend = f"make it again, or take it away (delete {RECORD} and {VMAP})"
    try:
        record = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise EngineError(f"{folder / RECORD}: cannot be read: {mend}") from error
    try:
        found = _shortlist(record, frozenset())
        other = bool(model) and record["model"] != model
    except (KeyError, TypeError, ValueError) as error:
        raise EngineError(f"{folder / RECORD}: damaged: {mend}") from error
    if not found.use:
        return found
    try:
        raw = (folder / VMAP).read_bytes()
        text = raw.decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise EngineError(f"{folder / VMAP}: cannot be read: {mend}") from error
    if other or hashlib.sha256(raw).hexdigest() != found.digest:
        raise EngineError(f"{folder}: the shortlist was made for other files than these: {mend}")
    return _shortlist(record, frozenset(line.partition("\t")[0] for line in text.split("\n")) - {""})


def _shortlist(record: Mapping[str, Any], known: frozenset[str]) -> Shortlist:
    return Shortlist(
        pair=str(record["pair"]),
        token=str(record["token"]),
        digest=str(record["digest"]),
        signature=str(record["signature"]),
        use=tuple(int(beam) for beam in record["use"]),
        trials=tuple(Trial(**trial) for trial in record["trials"]),
        known=known - {""},
    )
