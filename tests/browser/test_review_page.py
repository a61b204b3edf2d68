"""The review page in a browser, by the keyboard alone: what an editor does in a session, and what others do in it."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from po_articles import VI_HEADER, vietnamese
from review_server import Server, review

from mtkit.formats import po
from mtkit.unit import State

pytestmark = pytest.mark.deep
Open = Callable[..., Any]
HEADER = (
    'msgid ""\nmsgstr ""\n"Project-Id-Version: 论坛\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    '"Language: {}\\n"\n"X-Source-Language: zh_CN\\n"\n\n'
)
THAI = (
    ("论坛于2026年11月23日开幕。", "เวทีเปิดเมื่อวันที่ 23 พฤศจิกายน 2569"),
    ("12家媒体参加论坛。", "สื่อ 21 แห่งเข้าร่วมเวที"),
    ("论坛通过联合声明。", "เวทีรับรองแถลงการณ์ร่วม"),
    ("论坛将于明年再次举行。", "เวทีจะจัดขึ้นอีกครั้งในปีหน้า"),
)


def thai(path: Path) -> Path:
    entries = "\n".join(f'#, fuzzy\nmsgid "{source}"\nmsgstr "{target}"\n' for source, target in THAI)
    path.write_text(HEADER.format("th") + entries, encoding="utf-8")
    return path


@pytest.fixture
def th(tmp_path: Path) -> Path:
    return thai(tmp_path / "forum.th.po")


@pytest.fixture
def server(th: Path) -> Iterator[Server]:
    with review(th.parent, th.name, "--no-glossary") as started:
        yield started


def entries(path: Path) -> dict[str, po.Entry]:
    return {entry.msgid: entry for entry in po.read(path).entries}


def wait_for(true: Callable[[], bool]) -> None:
    until = time.monotonic() + 10
    while not true():
        assert time.monotonic() < until, "it did not happen within ten seconds"
        time.sleep(0.05)


def until(page: Any, true: str) -> None:
    """Wait for what JavaScript says (the page's policy forbids playwright's own way, which evaluates a string)."""
    wait_for(lambda: bool(page.evaluate(true)))


def change(path: Path, old: str, new: str) -> None:
    """What another program does to the file."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    past = time.time() - 60
    os.utime(path, (past, past))


def current(page: Any) -> str:
    return page.locator(".u.cur").get_attribute("id")


def said(page: Any) -> str:
    return page.locator("#say").inner_text()


def test_a_whole_session_by_the_keyboard(server: Server, th: Path, open_page: Open) -> None:
    page = open_page(server.url)
    press = page.keyboard.press
    assert page.title() == "论坛"

    # to the problem: the numbers do not agree
    press("n")
    assert current(page) == "f0-2"
    assert "N0" in page.locator(".u.cur .fs").inner_text()

    # edit; the findings follow the text before it is saved
    press("e")
    area = page.locator(".u.cur textarea")
    assert area.evaluate("el => el === document.activeElement")
    press("Control+a")
    page.keyboard.insert_text("สื่อ 12 แห่งเข้าร่วมเวที")
    until(page, "!document.querySelector('.u.cur .box .fs').innerText.includes('N0')")
    assert entries(th)["12家媒体参加论坛。"].msgstr == "สื่อ 21 แห่งเข้าร่วมเวที"

    # save and accept: on the disk, and on to the next that waits
    press("Control+Enter")
    wait_for(lambda: not entries(th)["12家媒体参加论坛。"].fuzzy)
    assert entries(th)["12家媒体参加论坛。"].msgstr == "สื่อ 12 แห่งเข้าร่วมเวที"
    until(page, "document.querySelector('.u.cur').id === 'f0-3'")
    assert page.locator("#f0-2").get_attribute("data-st") == "approved"

    # accept as it is
    press("a")
    wait_for(lambda: not entries(th)["论坛通过联合声明。"].fuzzy)
    until(page, "document.querySelector('.u.cur').id === 'f0-4'")

    # undo, twice, and redo, once
    press("u")
    wait_for(lambda: entries(th)["论坛通过联合声明。"].fuzzy)
    press("u")
    wait_for(lambda: entries(th)["12家媒体参加论坛。"].msgstr == "สื่อ 21 แห่งเข้าร่วมเวที")
    press("r")
    wait_for(lambda: entries(th)["12家媒体参加论坛。"].msgstr == "สื่อ 12 แห่งเข้าร่วมเวที")
    until(page, "document.querySelector('#f0-2').dataset.st === 'approved'")

    # what the page shows is what a reload shows
    before = page.locator("main").inner_text()
    page.reload()
    page.wait_for_selector(".u.cur, .u")
    for text in ("สื่อ 12 แห่งเข้าร่วมเวที", "เวทีรับรองแถลงการณ์ร่วม"):
        assert text in before
        assert text in page.locator("main").inner_text()
    assert page.locator("#f0-2").get_attribute("data-st") == "approved"


def test_my_fix_is_taken_to_the_other_places(server: Server, th: Path, open_page: Open) -> None:
    page = open_page(server.url)
    press = page.keyboard.press
    press("j")
    press("e")
    press("Control+a")
    page.keyboard.insert_text(THAI[0][1].replace("เวที", "การประชุม"))
    press("Control+s")
    wait_for(lambda: "การประชุม" in entries(th)[THAI[0][0]].msgstr)
    until(page, "!document.querySelector('.box')")
    press("g")
    page.wait_for_selector("dialog[open]")
    assert page.locator("#r-old").input_value() == "เวที"
    assert page.locator("#r-new").input_value() == "การประชุม"
    until(page, "document.querySelectorAll('.places li').length === 3")
    assert "การประชุม" not in entries(th)[THAI[1][0]].msgstr
    while not page.evaluate("document.activeElement.matches('dialog .acts button.main')"):
        press("Tab")
    press("Enter")
    wait_for(lambda: all("การประชุม" in entry.msgstr for entry in entries(th).values()))
    until(page, "!document.querySelector('dialog[open]')")
    press("u")
    wait_for(lambda: [entry.msgstr for entry in entries(th).values()][1:] == [target for _, target in THAI][1:])
    assert "การประชุม" in entries(th)[THAI[0][0]].msgstr


def test_an_approval_is_taken_back(server: Server, th: Path, open_page: Open) -> None:
    page = open_page(server.url)
    assert page.evaluate("[...document.querySelectorAll('#history button')].every((button) => button.disabled)")
    page.keyboard.press("j")
    page.keyboard.press("a")
    wait_for(lambda: not entries(th)[THAI[0][0]].fuzzy)
    until(page, "document.querySelector('.u.cur').id === 'f0-2'")
    page.keyboard.press("k")
    page.keyboard.press("o")
    wait_for(lambda: entries(th)[THAI[0][0]].fuzzy)
    until(page, "document.querySelector('#f0-1').dataset.st === 'edited'")


def test_a_finding_is_silenced_in_the_file(server: Server, th: Path, open_page: Open) -> None:
    page = open_page(server.url)
    page.keyboard.press("n")
    code = re.search("[A-Z][0-9][0-9]", page.locator(".u.cur .fs").inner_text())
    assert code
    page.keyboard.press("x")
    page.wait_for_selector("dialog[open]")
    page.keyboard.press("Enter")
    wait_for(lambda: f"mtkit-ignore: {code[0]}" in th.read_text(encoding="utf-8"))
    until(page, f"!(document.querySelector('#f0-2 .fs')?.innerText ?? '').includes('{code[0]}')")


def test_the_chart_of_codes_follows_each_severity(tmp_path: Path, open_page: Open) -> None:
    path = tmp_path / "forum.th.po"
    texts = (("论坛将于明年再次举行。", "เวทีจะจัดขึ้นอีก 3 ครั้งในปีหน้า"), ("论坛开了两次。", "เวทีจัดขึ้น 1205 ครั้ง"))
    body = "\n".join(f'#, fuzzy\nmsgid "{source}"\nmsgstr "{target}"\n' for source, target in texts)
    path.write_text(HEADER.format("th") + body, encoding="utf-8")
    with review(tmp_path, path.name, "--no-glossary") as server:
        page = open_page(server.url)
        row = page.locator(".codes tr[data-c=N04]")
        assert [one.inner_text() for one in row.locator(".sev").all()] == ["Warning 1", "Note 1"]
        assert row.locator("rect").count() == 2
        change(path, texts[1][1], "เวทีจัดขึ้นสองครั้ง")
        until(page, "document.querySelectorAll('.codes tr[data-c=N04] .sev').length === 1")
        assert row.locator(".sev").inner_text() == "Note"
        assert row.locator("rect").get_attribute("width") == "100" and row.locator(".times").inner_text() == "1"


def test_what_another_program_changes_is_shown_and_what_is_typed_stays(
    server: Server, th: Path, open_page: Open
) -> None:
    page = open_page(server.url)
    press = page.keyboard.press
    press("j")
    press("e")
    page.keyboard.type(" ก")
    change(th, THAI[3][1], "เวทีจะจัดอีกในปีหน้า")
    until(page, "document.querySelector('#f0-4').innerText.includes('เวทีจะจัดอีกในปีหน้า')")
    page.keyboard.type("ข")
    assert page.locator(".u.cur textarea").input_value() == THAI[0][1] + " กข"
    press("Control+s")
    wait_for(lambda: entries(th)[THAI[0][0]].msgstr == THAI[0][1] + " กข")
    assert entries(th)[THAI[3][0]].msgstr == "เวทีจะจัดอีกในปีหน้า"


def test_two_texts_for_one_sentence_are_shown_and_the_editor_chooses(server: Server, th: Path, open_page: Open) -> None:
    page = open_page(server.url, expect=("409",))
    press = page.keyboard.press
    press("j")
    press("e")
    press("Control+a")
    page.keyboard.insert_text("เวทีของฉัน")
    change(th, THAI[0][1], "เวทีของเขา")
    page.wait_for_selector(".box .clash")
    assert entries(th)[THAI[0][0]].msgstr == "เวทีของเขา"
    assert page.locator(".u.cur textarea").input_value() == "เวทีของฉัน"
    press("Control+Enter")  # nothing is saved before there is a choice; the first button gets the focus
    assert page.evaluate("document.activeElement.closest('.clash') !== null")
    assert entries(th)[THAI[0][0]].msgstr == "เวทีของเขา"
    press("Enter")  # keep mine
    press("Control+Enter")
    wait_for(lambda: entries(th)[THAI[0][0]].msgstr == "เวทีของฉัน")
    assert not entries(th)[THAI[0][0]].fuzzy


def test_a_saved_text_that_another_program_writes_over_is_offered_again(
    server: Server, th: Path, open_page: Open
) -> None:
    page = open_page(server.url)
    press = page.keyboard.press
    old = th.read_bytes()
    press("j")
    press("e")
    press("Control+a")
    page.keyboard.insert_text("เวทีของฉัน")
    press("Control+s")
    wait_for(lambda: entries(th)[THAI[0][0]].msgstr == "เวทีของฉัน")
    th.write_bytes(old)  # an editor that had the file open saves its own copy
    page.wait_for_selector("#f0-1 .clash")
    assert "เวทีของฉัน" in page.locator("#f0-1 .clash").inner_text()
    while not page.evaluate("document.activeElement.matches('#f0-1 .clash button')"):
        press("Tab")
    press("Enter")
    press("Control+s")
    wait_for(lambda: entries(th)[THAI[0][0]].msgstr == "เวทีของฉัน")


def test_a_text_that_is_not_wanted_back_is_forgotten(server: Server, th: Path, open_page: Open) -> None:
    page = open_page(server.url)
    old = th.read_bytes()
    page.keyboard.press("j")
    page.keyboard.press("e")
    page.keyboard.type(" ก")
    page.keyboard.press("Control+s")
    wait_for(lambda: th.read_bytes() != old)
    until(page, "!document.querySelector('.box')")
    th.write_bytes(old)
    page.wait_for_selector("#f0-1 .clash")
    assert th.with_name("forum.th.po.kept").exists()
    page.locator("#f0-1 .clash button").last.focus()
    page.keyboard.press("Enter")
    wait_for(lambda: not th.with_name("forum.th.po.kept").exists())
    assert page.locator("#f0-1 .clash").count() == 0
    assert th.read_bytes() == old


def test_a_damaged_file_is_told_and_the_text_waits(server: Server, th: Path, open_page: Open) -> None:
    page = open_page(server.url, expect=("503",))
    press = page.keyboard.press
    press("j")
    press("e")
    page.keyboard.type(" ก")
    good = th.read_bytes()
    th.write_bytes(good + b"<<<<<<< HEAD\n")
    past = time.time() - 60
    os.utime(th, (past, past))
    page.wait_for_selector("#notice")
    assert "conflict mark" in page.locator("#notice").inner_text()
    press("Control+s")
    until(page, "document.querySelector('#say').innerText !== ''")
    assert page.locator(".u.cur textarea").input_value() == THAI[0][1] + " ก"
    th.write_bytes(good)
    os.utime(th, (past, past))
    until(page, "document.querySelector('#notice').hidden")
    press("Control+s")
    wait_for(lambda: entries(th)[THAI[0][0]].msgstr == THAI[0][1] + " ก")


def test_typing_in_many_scripts_with_markup_in_it_shows_as_text(server: Server, th: Path, open_page: Open) -> None:
    page = open_page(server.url)
    text = '<img src=x onerror=alert(1)> "ញ\u200bញ" </script> & \\n မြန်မာ'
    page.keyboard.press("j")
    page.keyboard.press("e")
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)
    page.keyboard.press("Control+s")
    wait_for(lambda: entries(th)[THAI[0][0]].msgstr == text)
    until(page, "!document.querySelector('.box')")
    assert page.locator("#f0-1 img").count() == 0
    assert "<img src=x onerror=alert(1)>" in page.locator("#f0-1 .t").first.inner_text()
    page.reload()
    assert page.locator("#f0-1 img").count() == 0
    assert "<img src=x onerror=alert(1)>" in page.locator("#f0-1 .t").first.inner_text()


def test_the_server_stops_and_the_page_says_so(th: Path, open_page: Open) -> None:
    with review(th.parent, th.name, "--no-glossary") as started:
        page = open_page(started.url, expect=("ERR_CONNECTION_REFUSED", "ERR_CONNECTION_RESET", "ERR_EMPTY_RESPONSE"))
        page.keyboard.press("j")
        page.keyboard.press("e")
        page.keyboard.type(" ก")
        started.stop()
        page.wait_for_selector("#net")
        page.keyboard.press("Control+s")
        assert page.locator(".u.cur textarea").input_value() == THAI[0][1] + " ก"
    assert started.code == 0


def test_without_the_token_there_is_no_page(server: Server, open_page: Open) -> None:
    page = open_page(server.url.split("?")[0], expect=("403", "404"))
    assert "token" in page.locator("body").inner_text()
    assert "เวที" not in page.content()


def test_another_site_in_the_same_browser_reaches_nothing(server: Server, th: Path, open_page: Open) -> None:
    before = th.read_bytes()
    page = open_page("about:blank", expect=("CORS", "Failed to load", "frame"))
    page.set_content("<form method=post enctype=text/plain></form><iframe></iframe>")
    base = f"http://127.0.0.1:{server.port}"
    tried = page.evaluate(
        """async ([base, token]) => {
            const found = [];
            for (const [path, options] of [
                ["/api/page", {headers: {"X-Mtkit-Token": token}}],
                ["/api/undo", {method: "POST", body: "{}", headers: {"X-Mtkit-Token": token}}],
                ["/api/undo", {method: "POST", body: "{}", mode: "no-cors"}],
                [`/?token=${token}`, {}],
            ]) {
                try {
                    const got = await fetch(base + path, options);
                    found.push(`${got.type} ${(await got.text()).length}`);
                } catch (error) { found.push("refused"); }
            }
            return found;
        }""",
        [base, server.token],
    )
    assert tried == ["refused"] * 4
    page.evaluate("url => { document.querySelector('iframe').src = url; }", server.url)
    page.wait_for_timeout(500)
    assert all("เวที" not in frame.content() for frame in page.frames)
    assert th.read_bytes() == before


@pytest.mark.parametrize("ui", ["en", "zh"])
@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_runs_out_of_the_window(tmp_path: Path, open_page: Open, ui: str, width: int) -> None:
    path = tmp_path / "forum.vi.po"
    po.write(vietnamese(), path, VI_HEADER)
    with review(tmp_path, path.name, "--ui", ui) as server:
        page = open_page(server.url, width=width, height=844)
        page.keyboard.press("n")
        page.keyboard.press("e")
        page.keyboard.type(" 2027")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert page.evaluate("document.documentElement.lang").startswith(ui)
        page.keyboard.press("Control+s")
        wait_for(lambda: any("2027" in unit.target for unit in po.read(path).units))
        assert State.EDITED in {unit.state for unit in po.read(path).units if "2027" in unit.target}
        page.close()  # before the server goes
