"""Somebody's PO file, filled in: what is filled and how, and that nothing else changes."""

from __future__ import annotations

import codecs
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest
from exchange_files import WEBLATE_PO, pipeline

from mtkit.errors import PoSyntaxError, UsageError
from mtkit.exchange import pretranslate
from mtkit.exchange.inline import Glyph, codes_in
from mtkit.formats import po
from mtkit.lang import Pair
from mtkit.pipeline import Translation, segments_of
from mtkit.text import Document, Role, Span
from mtkit.unit import Severity, Signature, State, Unit

TABLE = {
    "Latest from ⟦0⟧: ⟦1⟧⟦2⟧⟦3⟧ stories, 100% checked.": "Mới nhất từ ⟦0⟧: ⟦1⟧⟦2⟧⟦3⟧ tin, kiểm chứng 100%.",
    "⟦0⟧ comments": "⟦0⟧ bình luận",
}
HEAD = (
    'msgid ""\nmsgstr ""\n"Language: vi\\n"\n"X-Source-Language: en\\n"\n'
    '"Content-Type: text/plain; charset=UTF-8\\n"\n"Plural-Forms: nplurals=1; plural=0;\\n"\n\n'
)


def fill(text: str | bytes, **said) -> str:
    data = text.encode() if isinstance(text, str) else text
    options = {"name": "app.po", "to": "vi", **said}
    return pretranslate(data, pipeline(options.get("source") or "en", options["to"], TABLE), **options).data.decode()


def rest_of(text: str) -> list[str]:
    """The lines that filling in may not change."""
    return [line for line in text.split("\n") if not line.startswith(("msgstr", "#,", "#. mtkit", '"'))]


def test_a_file_of_weblate_is_filled_in_and_nothing_else_changes() -> None:
    done = pretranslate(WEBLATE_PO.encode(), pipeline("en", "vi", TABLE), name="vi.po", to="vi")
    text = done.data.decode()
    assert rest_of(text) == rest_of(WEBLATE_PO)
    before, after = po.loads(WEBLATE_PO), po.loads(text)
    assert len(before.entries) == len(after.entries)
    changed = [one.msgid for one, other in zip(before.entries, after.entries, strict=True) if one != other]
    assert changed == [one.source for one in done.filled]
    assert (len(done.filled), done.finished) == (3, 2)
    assert [left.reason for left in done.left] == ["an ICU message with branches: translate it by hand"]
    assert str(done.pair) == "en-vi"
    assert "msgctxt" not in [entry.msgctxt for entry in after.entries]
    assert after.entries[0].msgctxt == "headline"


def test_placeholders_tags_and_doubled_percents_are_kept() -> None:
    first, second, *_, mail, _, _ = po.loads(fill(WEBLATE_PO)).entries
    assert first.flags == ("fuzzy", "python-format")
    assert "%(desk)s" in first.msgstr
    assert "<strong>%(count)d</strong>" in first.msgstr
    assert "100%%" in first.msgstr
    assert first.extracted[0].startswith("Translators: ")
    assert second.plurals == ("%d bình luận",)
    assert second.fuzzy
    for kept in ("{name}", "{date:%d %B}", "https://newsroom.example/{slug}", "\n\n"):
        assert kept in mail.msgstr
    assert mail.msgstr.endswith(".\n")


def test_a_filled_entry_is_raw_machine_text_to_mtkit_and_a_touched_one_is_not() -> None:
    text = fill(HEAD + 'msgid "The ministers met."\nmsgstr ""\n')
    (unit,) = po.loads(text).units
    assert (unit.state, unit.target) == (State.RAW, "[vi] The ministers met.")
    (touched,) = po.loads(text.replace("[vi] The ministers met.", "Các bộ trưởng đã họp.")).units
    assert touched.state is State.EDITED


@pytest.mark.skipif(not shutil.which("msgfmt"), reason="msgfmt (gettext) is not installed")
def test_gettext_takes_the_file(tmp_path: Path) -> None:
    (tmp_path / "vi.po").write_text(fill(WEBLATE_PO), encoding="utf-8")
    command = ["msgfmt", "-c", "--use-fuzzy", "-o", "/dev/null", "vi.po"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    "made",
    [
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: codecs.BOM_UTF8 + text.encode(),
        lambda text: codecs.BOM_UTF16_LE + text.replace("UTF-8", "UTF-16").encode("utf-16-le"),
        lambda text: text.removesuffix("\n").encode(),
        lambda text: (text + "\n\n# the end\n").encode(),
    ],
    ids=["windows", "mark", "utf-16", "no last line end", "tail"],
)
def test_line_ends_marks_and_encodings_stay(made) -> None:
    data = made(WEBLATE_PO)
    done = pretranslate(data, pipeline("en", "vi"), name="vi.po", to="vi")
    codec = "utf-16" if data.startswith(codecs.BOM_UTF16_LE) else "utf-8"
    before, after = data.decode(codec), done.data.decode(codec)
    assert after.count("\r\n") == (after.count("\n") if "\r" in before else 0)
    assert done.data[:3] == data[:3]
    assert len(done.filled) == 3
    assert rest_of(after) == rest_of(before)
    again = pretranslate(done.data, pipeline("en", "vi"), name="vi.po", to="vi")
    assert (again.data, again.filled) == (done.data, ())


def test_a_finished_file_comes_back_to_the_byte() -> None:
    text = HEAD.replace("\n", "\r\n") + 'msgid "Save"\r\nmsgstr   "Lưu"\r\n\r\n\r\n#,fuzzy\r\nmsgid "Go"\r\nmsgstr "Đi"'
    assert fill(text) == text


def test_chinese_msgids_into_thai_with_the_language_from_the_command() -> None:
    head = 'msgid ""\nmsgstr ""\n"Language: th\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    text = head + 'msgid "共%d条新闻"\nmsgstr ""\n'
    out = pretranslate(
        text.encode(), pipeline("zh", "th", {"共⟦0⟧条新闻": "ข่าวทั้งหมด ⟦0⟧ ข่าว"}), name="th.po", to="th", source="zh"
    )
    assert po.loads(out.data.decode()).entries[0].msgstr == "ข่าวทั้งหมด %d ข่าว"
    assert out.notes == ("its header lacks “Plural-Forms: nplurals=1; plural=0;”",)


def test_plural_forms_are_as_many_as_the_target_has() -> None:
    head = HEAD.replace("Language: vi", "Language: fil").replace("nplurals=1; plural=0", "nplurals=2; plural=n > 1")
    text = head + 'msgid "One story"\nmsgid_plural "%d stories"\nmsgstr[0] ""\nmsgstr[1] ""\n'
    entry = po.loads(fill(text, to="fil")).entries[0]
    assert entry.plurals == ("[fil] One story", "[fil] %d stories")
    bare = head.replace('"Plural-Forms: nplurals=2; plural=n > 1;\\n"\n', "") + text[len(head) :]
    assert po.loads(fill(bare, to="fil")).entries[0].plurals == entry.plurals
    begun = text.replace('msgstr[0] ""', 'msgstr[0] "Isang kuwento"')
    assert fill(begun, to="fil") == begun


class Careless:
    """A translator that answers with the same words whatever it is asked."""

    def __init__(self, words: str) -> None:
        self.words = words

    def translate(self, document: Document, to: str) -> Translation:
        pair = Pair(document.lang, to)
        units = tuple(Unit(segment, pair, self.words, raw=self.words) for segment in segments_of(document))
        return Translation(document, to, units, Signature("0", "", (), "none", ""), date(2026, 11, 23))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("Đã gửi.", ["%s was lost in translation and put back at the end"]),
        ("⟦100⟧ đã {1}gửi{/1} ⟦100⟧.", ["%s came back twice; one was taken out"]),
        ("⟦100⟧ đã {/1}gửi{1}.", ["markup came back crossed"]),
        ("⟦100⟧ đã gửi {1}.", ["<b> was lost"]),
    ],
)
def test_what_comes_back_broken_is_mended_and_said(words: str, said: list[str]) -> None:
    text = HEAD + '#, c-format\nmsgid "Sent by <b>the desk</b> of %s."\nmsgstr ""\n'
    done = pretranslate(text.encode(), Careless(words), name="a.po", to="vi")
    (one,) = done.filled
    assert one.target.count("%s") == one.target.count("<b>") == one.target.count("</b>") == 1
    errors = [issue.message for issue in one.issues if issue.severity is Severity.ERROR]
    for message in said:
        assert any(message in error for error in errors), errors
    assert errors
    assert done.data.decode().count("#. mtkit-qa: error C01") == len(errors)


def test_a_template_becomes_a_translation() -> None:
    text = (
        '# SOME TITLE.\n#\n#, fuzzy\nmsgid ""\nmsgstr ""\n"Project-Id-Version: Newsroom\\n"\n"Language: \\n"\n'
        '"Content-Type: text/plain; charset=CHARSET\\n"\n"Plural-Forms: nplurals=INTEGER; plural=EXPRESSION;\\n"\n\n'
        '#: a.py:1\nmsgid "One story"\nmsgid_plural "%d stories"\nmsgstr[0] ""\nmsgstr[1] ""\n'
    )
    done = pretranslate(text.encode(), pipeline("en", "km"), name="a.pot", to="km", source="en")
    file = po.loads(done.data.decode())
    assert file.head is not None
    assert (file.head.flags, file.head.comments) == ((), ("SOME TITLE.", ""))
    assert file.header["Language"] == "km"
    assert file.header["Content-Type"] == "text/plain; charset=UTF-8"
    assert file.header["Plural-Forms"] == "nplurals=1; plural=0;"
    assert file.header["X-Source-Language"] == "en"
    assert file.entries[0].plurals == ("[km] %d stories",)
    assert done.notes == ()


@pytest.mark.parametrize(
    ("text", "key"), [("home.title", True), ("news_item.published_at", True), ("e-mail", False), ("Save", False),
                      ("See newsroom.example", False), ("v1.2", True), ("Today.", False)],
)  # fmt: skip
def test_names_of_texts_are_left(text: str, key: bool) -> None:
    done = pretranslate((HEAD + f'msgid "{text}"\nmsgstr ""\n').encode(), pipeline("en", "vi"), name="a.po", to="vi")
    assert bool(done.left) is key


def test_an_empty_answer_fills_nothing() -> None:
    done = pretranslate((HEAD + 'msgid "Send"\nmsgstr ""\n').encode(), Careless(" "), name="a.po", to="vi")
    assert (done.filled, done.data.decode()) == ((), HEAD + 'msgid "Send"\nmsgstr ""\n')
    assert [left.reason for left in done.left] == ["the model gave no translation"]


@pytest.mark.parametrize(
    ("text", "said", "options"),
    [
        (HEAD, "is into Vietnamese by its header (Language: vi), not into Thai", {"to": "th"}),
        (HEAD, "has sources in English by its header", {"source": "zh"}),
        (HEAD.replace('"X-Source-Language: en\\n"\n', ""), "name it with --from", {}),
        (HEAD.replace("Language: vi", "Language: en"), "would go from English into English", {"to": "en"}),
        (HEAD + 'msgid "a\nmsgstr ""\n', "no closing quote", {}),
        (HEAD + 'msgid "a"\nmsgstr ""\n\nmsgid "a"\nmsgstr ""\n', "already at line", {}),
        (HEAD.replace("UTF-8", "ISO-8859-1") + 'msgid "One"\nmsgstr ""\n', "msgconv -t UTF-8", {}),
        (b"\xff\xfe\x00", "app.po", {}),
    ],
)
def test_what_cannot_be_filled_in_is_one_clear_line(text: str | bytes, said: str, options: dict[str, str]) -> None:
    data = text.encode() if isinstance(text, str) else text
    options = {"to": "vi", **options}
    table = {"One": "Một"}
    with pytest.raises(PoSyntaxError) as caught:
        pretranslate(data, pipeline(options.get("source", "en"), options["to"], table), name="app.po", **options)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_other_files_are_refused() -> None:
    with pytest.raises(UsageError, match="neither PO nor XLIFF"):
        pretranslate(b"", pipeline("en", "vi"), name="a.txt", to="vi")


@pytest.mark.parametrize(
    ("text", "formatted", "found"),
    [
        ("%s and %1$d of %(n)s", False, ["%s", "%1$d", "%(n)s"]),
        ("8.6% of them, 100% sure, 5%d", False, []),
        ("8.6%% of %5.2f %-10s %ld", True, ["%%", "%5.2f", "%-10s", "%ld"]),
        ("{0} {name!r:>10} {} {{x}} ${user} %name% %1", False,
         ["{0}", "{name!r:>10}", "{}", "{{x}}", "${user}", "%name%", "%1"]),
        ("a {sentence in braces} stays", False, []),
        ("<b>x</b><br/>&nbsp;<img alt='a>b'>", False, ["<b>", "</b>", "<br/>", "&nbsp;", "<img alt='a>b'>"]),
        ("AT&T is <3 than &amp;", False, []),
        ("one\ntwo", False, ["\n"]),
    ],
)  # fmt: skip
def test_what_is_taken_for_a_placeholder(text: str, formatted: bool, found: list[str]) -> None:
    glyphs = [Glyph(char, Span(at, at + 1)) for at, char in enumerate(text)]
    there = codes_in([*glyphs], formatted=formatted)
    assert [span.of(text) for span in sorted([*there.held, *(code.span for code in there.codes)])] == found


def test_tags_are_paired() -> None:
    text = "<b>x <i>y</i></b></p><p>"
    found = codes_in([Glyph(char, Span(at, at + 1)) for at, char in enumerate(text)], formatted=False)
    assert found.html == "&<>"
    assert [(code.role, code.number) for code in found.codes] == [
        (Role.OPEN, 1), (Role.OPEN, 2), (Role.CLOSE, 2), (Role.CLOSE, 1), (Role.EMPTY, 3), (Role.OPEN, 4),
    ]  # fmt: skip
