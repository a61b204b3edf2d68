"""Take the pictures of docs/gallery.md anew: ``python docs/build_gallery.py [NAME ...]``.

Works in a temporary folder, from samples/ and benchmarks/termsets/ alone, with the model in the box. Needs playwright,
a Chromium on the PATH (or named by MTKIT_TEST_CHROMIUM), Pillow, and fonts for Chinese, Thai, Khmer and Burmese.
"""

from __future__ import annotations

import html
import io
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

DOCS = Path(__file__).parent
PICTURES = DOCS / "gallery"
LARGEST = 150_000  # bytes a picture may have
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")

# What the editor writes, by how the source begins; None accepts the machine's text.
VIETNAMESE = {
    "中国—东盟媒体合作论坛在": "China-ASEAN Media Cooperation Forum bế mạc tại Nam Ninh",
    "论坛由": "Diễn đàn do China International Communications Group và Trung tâm ASEAN-Trung Quốc đồng tổ chức.",
    "与会嘉宾": "Khách mời tham dự",
    "机构": "Cơ quan",
    "项目数": "Số dự án",
    "新华社": None,
    "越南通讯社": None,
    "主要成果": "Kết quả chính",
    "下一届论坛": "Diễn đàn lần tới sẽ được tổ chức tại Jakarta vào ngày 21/6/2026.",
}
THAI = {
    "主要成果": "ผลลัพธ์สำคัญ",
    "新华社": None,
    "下一届论坛": "การประชุมครั้งต่อไปจะจัดขึ้นที่กรุงจาการ์ตาในวันที่ 21 มิถุนายน 2569",
}
TYPED = "Thành lập quỹ đào tạo trị giá 56 triệu nhân dân tệ, tăng 12,5% so với năm 2024."
SUBTITLES = """1
00:00:01,000 --> 00:00:05,200
9月17日至18日，来自中国和东盟国家的
240多名编辑、记者在南宁出席论坛。

2
00:00:05,400 --> 00:00:09,000
论坛由中国外文局和
中国—东盟中心共同主办。

3
00:00:09,200 --> 00:00:12,800
下一届论坛将于2026年6月21日
在雅加达举行。
"""
TERMINAL = """<!doctype html><meta charset="utf-8"><style>
body { margin: 0; padding: 18px; background: #12151a; color: #e5e9ee; display: inline-flex; }
pre {
  margin: 0;
  font: 15px/1.55 "Noto Sans Mono", Menlo, Consolas, "DejaVu Sans Mono", "Noto Sans Thai", "Noto Sans CJK SC",
    monospace;
}
pre + pre { margin-left: 2.5em; }
b { color: #8abdf5; font-weight: 400; } i { color: #83d69b; font-style: normal; }
</style>"""


class Desk:
    """A temporary folder, mtkit in it, and a browser."""

    def __init__(self, folder: Path, browser: Any) -> None:
        self.folder = folder
        self.browser = browser
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("MTKIT_")},
            "MTKIT_HOME": str(folder / "home"),
            "MTKIT_CONFIG": "off",
            "PYTHONUTF8": "1",
            "COLUMNS": "100",
            "OMP_NUM_THREADS": "1",
        }

    def mtkit(self, line: str) -> str:
        """What ``mtkit LINE`` prints on standard output."""
        command = [sys.executable, "-m", "mtkit", *shlex.split(line)]
        done = subprocess.run(command, cwd=self.folder, env=self.environment, capture_output=True, encoding="utf-8")
        if done.returncode not in {0, 1}:
            raise SystemExit(f"mtkit {line}: {done.stderr}")
        return done.stdout

    def page(self, url: str, *, width: int = 1280, height: int = 860, dark: bool = False) -> Any:
        colours = "dark" if dark else "light"
        page = self.browser.new_page(viewport={"width": width, "height": height}, color_scheme=colours)
        page.goto(url)
        return page

    @contextmanager
    def review(self, name: str) -> Iterator[Any]:
        """The review page of a file, in the browser."""
        command = [sys.executable, "-m", "mtkit", "review", "--no-open", "--as", "Editor <editor@example.org>", name]
        server = subprocess.Popen(
            command,
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
        )
        assert server.stdout is not None
        try:
            yield self.page(server.stdout.readline().strip())
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(timeout=30)


def keep(name: str, picture: bytes) -> None:
    """Write the picture in 256 colours, which text and flat areas do not miss."""
    from PIL import Image

    image = Image.open(io.BytesIO(picture)).convert("RGB")
    few = image.quantize(256, method=Image.Quantize.MAXCOVERAGE, kmeans=4, dither=Image.Dither.NONE)
    path = PICTURES / f"{name}.png"
    few.save(path, optimize=True)
    size = path.stat().st_size
    sys.stdout.write(f"{path.name}: {image.width} x {image.height}, {size:,} bytes\n")
    if size > LARGEST:
        raise SystemExit(f"{path.name} is larger than {LARGEST:,} bytes: take less of the page")


def row(page: Any, source: str) -> Any:
    """The row of which the source begins with the text."""
    begins = page.locator(".src .t", has_text=re.compile("^" + re.escape(source)))
    return page.locator(".row", has=begins).first


def edit(page: Any, source: str, text: str | None) -> None:
    """Approve a unit by the keyboard, rewritten or as it is."""
    place = row(page, source).locator(".u").first
    place.scroll_into_view_if_needed()
    name = place.get_attribute("id")
    place.click(position={"x": 4, "y": 4})
    if text is None:
        page.keyboard.press("a")
    else:
        page.keyboard.press("e")
        page.keyboard.press("Control+a")
        page.keyboard.insert_text(text)
        page.keyboard.press("Control+Enter")
    page.locator(f"#{name}[data-st=approved]").wait_for()


def whole(page: Any) -> bytes:
    """The page from its upper edge to the end of the last row that is in view as a whole."""
    page.wait_for_timeout(500)
    while page.locator("#say").is_visible():  # what it said last goes away by itself
        page.wait_for_timeout(250)
    height = page.viewport_size["height"]
    boxes = filter(None, (row.bounding_box() for row in page.locator(".row").all()))
    ends = [box["y"] + box["height"] for box in boxes]
    end = max(end for end in ends if end <= height - 8) + 8
    return bytes(page.screenshot(clip={"x": 0, "y": 0, "width": page.viewport_size["width"], "height": end}))


def first(page: Any, row: Any) -> None:
    """Scroll until the row is the first under the bar of filters."""
    for _ in range(3):  # rows that come into view take their real height only then
        row.evaluate("el => scrollBy({top: el.getBoundingClientRect().top - 101, behavior: 'instant'})")
        page.wait_for_timeout(400)


def terminal(desk: Desk, name: str, *columns: list[str], width: int = 1280) -> None:
    """A picture of commands and what they print, a column of commands beside another."""
    parts = []
    for commands in columns:
        shown = []
        for line in commands:
            program, rest = line.split(" ", 1)
            said = desk.mtkit(rest) if program == "mtkit" else (desk.folder / rest).read_text(encoding="utf-8")
            shown.append(f"<i>$</i> <b>{html.escape(line)}</b>\n{html.escape(said.rstrip())}\n")
        parts.append("<pre>" + "\n".join(shown).rstrip() + "</pre>")
    page = desk.page("about:blank", width=width)
    page.set_content(TERMINAL + "".join(parts))
    keep(name, page.locator("body").screenshot())


def review_vietnamese(desk: Desk) -> None:
    with desk.review("out/forum.vi.po") as page:
        for source, text in VIETNAMESE.items():
            edit(page, source, text)
        row(page, "设立560万").locator(".u").click(position={"x": 4, "y": 4})
        page.keyboard.press("e")
        page.keyboard.press("Control+a")
        page.keyboard.insert_text(TYPED)
        first(page, row(page, "主要成果"))
        keep("review-vi", whole(page))


def review_thai(desk: Desk) -> None:
    with desk.review("out/forum.th.po") as page:
        for source, text in THAI.items():
            edit(page, source, text)
        page.get_by_label("Order").select_option("worst")
        page.keyboard.press("Escape")
        page.locator(".u").first.click(position={"x": 4, "y": 4})
        first(page, page.locator(".row").first)
        keep("review-th", whole(page))


def proof(desk: Desk) -> None:
    desk.mtkit("proof out/forum.vi.po out/forum.th.po out/forum.km.po out/forum.my.po -o forum.html")
    url = (desk.folder / "forum.html").as_uri()
    keep("proof-light", whole(desk.page(url, height=1100)))
    page = desk.page(url, height=1300, dark=True)
    first(page, row(page, "设立560万"))
    keep("proof-dark", whole(page))


def scores(desk: Desk) -> None:
    shutil.copy(DOCS.parent / "benchmarks" / "termsets" / "news.jsonl", desk.folder / "news.jsonl")
    options = "--compare bare:glossary=off mtkit --allow-low-quality --as-of 2026-11-01 --html scores.html"
    desk.mtkit(f"evaluate news.jsonl --from zh --to vi {options}")
    page = desk.page((desk.folder / "scores.html").as_uri(), width=1240)
    keep("scores", page.screenshot(full_page=True))


def status(desk: Desk) -> None:
    terminal(desk, "terminal", ["mtkit check out/forum.th.po --select N,S,T", "mtkit status out"])


def subtitles(desk: Desk) -> None:
    (desk.folder / "talk.zh.srt").write_text(SUBTITLES, encoding="utf-8")
    desk.mtkit("translate talk.zh.srt --from zh --to en --format text -o talk.en.srt")
    desk.mtkit("translate talk.zh.srt --from zh --to th --format text -o talk.th.srt")
    terminal(desk, "subtitles", ["cat talk.zh.srt"], ["cat talk.en.srt"], ["cat talk.th.srt"], width=1600)


SCENES: tuple[Callable[[Desk], None], ...] = (review_vietnamese, review_thai, proof, scores, status, subtitles)


def main(names: list[str]) -> None:
    """Take all pictures, or those of the named scenes."""
    from playwright.sync_api import sync_playwright

    found = os.environ.get("MTKIT_TEST_CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM)), None)
    if not found:
        raise SystemExit("no Chromium on the PATH; name one in MTKIT_TEST_CHROMIUM")
    unknown = set(names) - {scene.__name__ for scene in SCENES}
    if unknown:
        raise SystemExit(f"no such scene: {', '.join(sorted(unknown))}")
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        desk = Desk(Path(folder), browser)
        shutil.copy(DOCS.parent / "samples" / "forum.zh.md", desk.folder / "forum.md")
        desk.mtkit("translate forum.md --from zh --to vi --to th --to km --to my -o out")
        for scene in SCENES:
            if not names or scene.__name__ in names:
                scene(desk)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
