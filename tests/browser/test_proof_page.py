"""The proof page in a browser: by the keyboard, in the dark, in both languages, with hostile text, without a script."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from proof_files import DAY, GLOSSARY, HOSTILE, po_file, po_text
from review_server import review

from mtkit.proof.model import page_of
from mtkit.proof.page import page_html

pytestmark = pytest.mark.deep
Open = Callable[..., Any]
FUZZY = "#, fuzzy\n"
VI = [
    ("中国—东盟媒体论坛闭幕", "Diễn đàn truyền thông bế mạc", 'msgctxt "headline"\n'),
    ("中国—东盟中心主办论坛，240人出席。", "Trung tâm ASEAN-Trung Quốc tổ chức diễn đàn, 24 người dự.", FUZZY),
    ("见{1}网页{/1}。", "", ""),
    ("下一届论坛于6月21日举行。", "Diễn đàn tới diễn ra ngày 21 tháng 6.", FUZZY),
]
TH = [
    (VI[0][0], "เวทีสื่อมวลชนปิดฉากลง", VI[0][2]),
    (VI[1][0], "ศูนย์อาเซียน-จีนจัดเวที มีผู้เข้าร่วม 240 คน", FUZZY + '#| msgid "中国—东盟中心主办论坛。"\n'),
    (VI[2][0], "ดู{1}หน้าเว็บ{/1}", "# mtkit-ignore: P04\n# ถามบรรณาธิการ\n"),
    (VI[3][0], "เวทีครั้งต่อไปจัดวันที่ 22 มิถุนายน", FUZZY),
]


@pytest.fixture
def proof(open_page: Open, tmp_path: Path) -> Open:
    """``proof(files=..., ui=...)``: the page of those files, opened from the disk."""

    def show(*files: Any, ui: str = "en", sort: str = "article", at: str = "", **more: Any) -> Any:
        named = files or (("forum.vi.po", po_file("vi", VI)), ("forum.th.po", po_file("th", TH)))
        path = tmp_path / "proof.html"
        path.write_text(page_html(page_of(named, glossary=GLOSSARY, day=DAY), ui=ui, sort=sort), encoding="utf-8")
        return open_page(path.as_uri() + at, expect=(f"asked for {path.as_uri()}",), **more)

    return show


def current(page: Any) -> str | None:
    found = page.locator(".u.cur")
    return found.get_attribute("id") if found.count() else None


def focused(page: Any, what: str) -> bool:
    return bool(page.evaluate(f"document.activeElement.matches({what!r})"))


def rows(page: Any) -> list[str]:
    return list(page.locator(".row:visible .n").all_text_contents())


def test_one_goes_from_unit_to_unit_by_the_keyboard(proof: Open) -> None:
    page = proof()
    went = []
    for key in ("j", "j", "k", "ArrowRight", "ArrowDown", "ArrowUp", "ArrowLeft"):
        page.keyboard.press(key)
        went.append(current(page))
        assert focused(page, ".u.cur")
    assert went == ["f0-1", "f0-2", "f0-1", "f1-1", "f1-2", "f1-1", "f0-1"]
    assert page.locator(".u.cur").get_attribute("aria-label").startswith("Vietnamese, unit 1, Approved")
    assert page.evaluate("location.hash") == "#f0-1"
    page.keyboard.press("k")
    assert page.locator("#say").inner_text() == "No further unit here."


def test_the_keys_work_on_a_keyboard_of_another_script(proof: Open) -> None:
    page = proof()
    typed = """([key, code]) => document.activeElement.dispatchEvent(
        new KeyboardEvent("keydown", {key, code, bubbles: true, cancelable: true}))"""
    for key, code in (("่", "KeyJ"), ("J", "KeyJ"), ("ា", "KeyK")):
        page.evaluate(typed, [key, code])
    assert current(page) == "f0-1"
    page.evaluate(typed, ["ฝ", "Slash"])
    assert focused(page, "#f-text")


def test_problems_are_gone_to_in_order(proof: Open) -> None:
    page = proof()
    went = []
    for key in ("n", "n", "p", "p"):
        page.keyboard.press(key)
        went.append(current(page))
    assert went == ["f0-2", "f1-4", "f0-2", "f0-2"]
    assert page.locator("#say").inner_text() == "No further problem here."


def test_an_address_opens_its_unit_and_the_worst_is_a_link(proof: Open) -> None:
    page = proof(at="#f1-3")
    assert current(page) == "f1-3"
    page.locator("#worst").click()
    assert current(page) in {"f0-2", "f1-4"}
    page.evaluate("location.hash = '#f0-1'")
    page.wait_for_timeout(100)
    assert current(page) == "f0-1"


def test_filters_leave_what_they_should(proof: Open) -> None:
    page = proof()
    assert page.locator("#count").inner_text() == "4 of 4 paragraphs shown"
    page.select_option("#f-state", "waiting")
    assert rows(page) == ["2", "3", "4"]
    page.select_option("#f-state", "stale")
    assert rows(page) == ["2"]
    page.select_option("#f-lang", "f0")
    assert rows(page) == [] and page.locator("#nothing").is_visible()
    page.select_option("#f-state", "untranslated")
    assert rows(page) == ["3"]
    page.locator("button[type=reset]").click()
    page.wait_for_timeout(50)
    assert rows(page) == ["1", "2", "3", "4"]
    page.select_option("#f-sev", "error")
    assert "2" in rows(page) and "1" not in rows(page)
    page.select_option("#f-sev", "clean")
    assert "1" in rows(page)
    page.select_option("#f-sev", "")
    page.select_option("#f-code", "N02")
    assert rows(page) == ["2"]
    page.select_option("#f-code", "")
    page.keyboard.press("Escape")
    page.locator("h1").click()
    page.keyboard.press("/")
    assert focused(page, "#f-text")
    page.keyboard.type("NGÀY 21")
    page.wait_for_timeout(250)
    assert rows(page) == ["4"]
    page.keyboard.press("Enter")
    assert current(page) == "f0-4"
    page.select_option("#f-order", "worst")
    page.fill("#f-text", "")
    page.wait_for_timeout(250)
    assert rows(page)[0] in {"2", "4"} and sorted(rows(page)) == ["1", "2", "3", "4"]


def test_a_code_in_the_chart_filters_by_it(proof: Open) -> None:
    page = proof()
    page.locator("#codes a", has_text="N02").click()
    assert page.locator("#f-code").input_value() == "N02"
    assert rows(page) == ["2"]


def test_the_key_map_opens_closes_and_can_switch_the_keys_off(proof: Open) -> None:
    page = proof()
    page.keyboard.press("j")
    page.keyboard.press("?")
    assert page.locator("dialog[open]").is_visible()
    assert "Next, previous problem" in page.locator("dialog").inner_text()
    page.keyboard.press("Escape")
    page.locator("dialog").wait_for(state="detached")
    assert focused(page, ".u.cur")
    page.keyboard.press("?")
    page.locator("#keys-on").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    assert current(page) == "f0-1"


def test_tab_leads_through_everything_and_out_again(proof: Open) -> None:
    page = proof()
    seen = set()
    for _ in range(80):
        page.keyboard.press("Tab")
        seen.add(
            page.evaluate(
                "document.activeElement.id || document.activeElement.className || document.activeElement.tagName"
            )
        )
        ringed = "getComputedStyle(document.activeElement).outlineStyle !== 'none'"
        assert focused(page, "body") or page.evaluate(ringed)
        if focused(page, "body"):
            break
    assert focused(page, "body")
    assert {"skip", "keys", "theme", "ui", "worst", "f-text", "f-state", "f-code", "term", "SUMMARY"} <= seen


def test_a_name_says_its_authority_on_focus_and_on_hover(proof: Open) -> None:
    page = proof()
    term = page.locator("#f0-2 .term")
    term.focus()
    tip = page.locator("#tip")
    assert tip.is_visible()
    assert "https://example.org/names" in tip.inner_text()
    assert term.get_attribute("aria-describedby") == "tip"
    page.keyboard.press("Escape")
    assert not tip.is_visible()
    page.locator("#f1-2 .term").hover()
    assert "usage of Thai media" in tip.inner_text()
    assert page.locator("#f0-2 details").first.evaluate("el => el.open") is False
    page.keyboard.press("d")
    assert page.locator("#f0-2 details a").get_attribute("href") == "https://example.org/names"


def test_a_finding_lights_up_its_place(proof: Open) -> None:
    page = proof()
    page.locator("#f0-2 .fs li", has_text="N02").hover()
    assert page.locator("#f0-2 mark.lit").inner_text() == "24"
    assert page.locator(".src mark.lit").inner_text() == "240"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_follow_the_system_and_the_choice(proof: Open, scheme: str) -> None:
    page = proof(color_scheme=scheme)
    ground = "getComputedStyle(document.body).backgroundColor"
    grounds = {"light": "rgb(245, 246, 248)", "dark": "rgb(18, 21, 26)"}
    assert page.evaluate(ground) == grounds[scheme]
    page.locator("#theme").click()
    assert page.evaluate(ground) == grounds["light"]
    page.locator("#theme").click()
    assert page.evaluate(ground) == grounds["dark"]
    page.reload()
    assert page.evaluate(ground) == grounds["dark"]
    page.emulate_media(media="print")
    assert page.evaluate(ground) == "rgb(255, 255, 255)"


def test_the_page_changes_its_language_and_keeps_those_of_the_texts(proof: Open) -> None:
    page = proof()
    page.locator("#ui").click()
    assert page.evaluate("document.documentElement.lang") == "zh"
    assert "机器译文" in page.locator("thead").first.inner_text()
    assert "N02 数字差了数量级" in page.locator("#f0-2 .fs").inner_text()
    assert page.locator("#count").inner_text() == "显示 4 段，共 4 段"
    assert focused(page, "#ui")
    page.keyboard.press("j")
    assert page.locator(".u.cur").get_attribute("aria-label").startswith("越南语，第 1 单元")
    assert page.locator("#f0-1 > .t").get_attribute("lang") == "vi"
    page.locator("#ui").click()
    assert "Machine text" in page.locator("thead").first.inner_text()
    assert page.locator("#f0-2 .fs a").first.inner_text() in {"N02", "N01"}


def test_hostile_text_does_nothing(proof: Open) -> None:
    hostile = po_file("vi", [(HOSTILE, HOSTILE, f"# {HOSTILE[:60]}\n")], title=HOSTILE)
    page = proof((f"{HOSTILE}.po", hostile))
    page.keyboard.press("j")
    page.keyboard.press("d")
    page.locator("#ui").click()
    assert page.locator("img").count() == 0
    assert page.title() != "taken"
    assert "<img src=x" in page.locator("#f0-1 > .t").inner_text()
    assert "\u202e" not in page.evaluate("document.body.innerText")


def test_without_a_script_all_can_be_read(proof: Open) -> None:
    page = proof(java_script_enabled=False)
    text = page.locator("main").inner_text()
    assert all(said in text for _, said, _ in (*VI, *TH) if said and "{" not in said)
    assert "off by a power of ten" in text
    assert not page.locator("#bar").is_visible()
    assert page.locator(".term").first.get_attribute("title")


def test_on_paper_the_findings_are_kept(proof: Open) -> None:
    page = proof()
    page.emulate_media(media="print")
    assert page.locator("#f0-2 .fs").is_visible()
    assert not page.locator("#bar").is_visible() and not page.locator("#tools").is_visible()
    assert page.locator(".row").first.evaluate("el => getComputedStyle(el).breakInside") == "avoid"


@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("ui", ["en", "zh"])
def test_nothing_runs_out_of_the_window(proof: Open, width: int, ui: str) -> None:
    page = proof(ui=ui, width=width)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate("[...document.querySelectorAll('#states')].every(box => box.scrollWidth <= box.clientWidth)")
    assert page.locator("#states").count() == 1


def test_the_script_draws_a_unit_as_the_file_has_it(open_page: Open, tmp_path: Path) -> None:
    """The review page draws changed units itself; what it draws is what ``cells.py`` writes."""
    stacked = [("我们在金边。", "យើងនៅភ្នំពេញ <b>&\u202e</b>", FUZZY), ("缅甸2月1日", "၂ လပိုင်း ၁ ရက် {1}မြန်မာ{/1}", FUZZY)]
    files = [("forum.vi.po", po_file("vi", VI)), ("forum.th.po", po_file("th", TH)), ("k.po", po_file("km", stacked))]
    data = page_of(files, glossary=GLOSSARY, day=DAY, mode="review")
    unit = data["files"][2]["units"][0]  # findings that tear letters, overlap, and end beyond the text
    spans = [(0, 3, "error"), (2, 6, "info"), (5, 6, "warning"), (9, 99, "warning")]
    unit["issues"] = [
        {
            "code": "N01",
            "severity": severity,
            "message": 'a "b" <c>',
            "title": "",
            "source": [at, at + 2],
            "target": [at, end],
        }
        for at, end, severity in spans
    ]
    unit |= {
        "pivot": {"lang": "en", "text": "We <are>"},
        "score": -1.239,
        "model": "m@1",
        "raw": "x",
        "silenced": ["N02"],
    }
    unit["terms"] = [
        {"concept": "x", "form": "", "authority": "'q'\"", "url": "", "source": [[2, 4]], "target": [[1, 4]]}
    ]
    data["files"][0]["units"][2] |= {"raw": "xem <web>"}
    for ui in ("en", "zh"):
        html = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page_html(data, mode="review", ui=ui))
        probe = """
          const other = [];
          for (const cell of document.querySelectorAll(".u")) {
            const drawn = document.createElement("div");
            drawn.innerHTML = insideHtml(byFile.get(cell.dataset.f), units.get(cell.id));
            if (drawn.innerHTML !== cell.innerHTML) other.push([cell.innerHTML, drawn.innerHTML]);
            const before = [cell.dataset.sev, cell.dataset.codes, cell.dataset.st].join("|");
            draw(cell);
            if (before !== [cell.dataset.sev, cell.dataset.codes, cell.dataset.st].join("|")) other.push(before);
          }
          for (const row of document.querySelectorAll(".row")) {
            const drawn = document.createElement("p");
            const cells = cellsOf(row);
            drawn.innerHTML = sourceHtml(cells.map((c) => byFile.get(c.dataset.f)), cells.map((c) => units.get(c.id)));
            const there = row.querySelector(".src > .t").innerHTML;
            if (drawn.innerHTML !== there) other.push([there, drawn.innerHTML]);
          }
          const totals = document.querySelector(".summary").innerHTML;
          summarise();
          const again = document.querySelector(".summary").innerHTML;
          document.body.dataset.other = JSON.stringify(other);
          document.body.dataset.texts = String(totals.replace(/<[^>]*>/g, "|") === again.replace(/<[^>]*>/g, "|"));
        """
        path = tmp_path / f"{ui}.html"
        path.write_text(html.rsplit("</script>", 1)[0] + probe + "</script></body></html>", encoding="utf-8")
        page = open_page(path.as_uri(), expect=("asked for file:", "Fetch API", "URL scheme", "CORS", "Failed to load"))
        assert json.loads(page.locator("body").get_attribute("data-other")) == []
        assert page.locator("body").get_attribute("data-texts") == "true"


def test_a_file_whose_sentences_moved_is_to_be_loaded_again(open_page: Open, tmp_path: Path) -> None:
    path = tmp_path / "forum.vi.po"
    path.write_text(po_text("vi", VI), encoding="utf-8")
    with review(tmp_path, path.name, "--no-glossary") as server:
        page = open_page(server.url, expect=("ERR_CONNECTION", "ERR_EMPTY"))
        path.write_text(po_text("vi", [("新的一句。", "Câu mới.", FUZZY), *VI]), encoding="utf-8")
        page.wait_for_selector("#notice:visible")
        page.wait_for_timeout(3500)  # and it stays, whatever the next answers are
        assert page.locator("#notice").is_visible()
        assert "load the page again" in page.locator("#notice").inner_text()
