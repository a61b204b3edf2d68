"""Two small articles as units, for the tests of PO files: Chinese to Vietnamese through English, English to Khmer."""

from __future__ import annotations

import subprocess
from pathlib import Path

from mtkit.formats.po import Header
from mtkit.lang import Pair
from mtkit.text import Code, Kind, Role, Segment, Span
from mtkit.unit import Hop, Issue, Origin, Severity, State, TermUse, Unit

ZH_VI, EN_KM = Pair("zh", "vi"), Pair("en", "km")
ZH_EN, EN_VI = "Helsinki-NLP/opus-mt-zh-en@cf109095479d", "Helsinki-NLP/opus-mt-en-vi@3f7ebc5e7c5d"
EN_KM_MODEL = "mtkit/en-km@2026-11-01"

VI_HEADER = Header(
    project="东盟周刊 2026-47",
    source="zh",
    target="vi",
    document="news/2026-11/东盟 周刊.md",
    sha256="2f0b7a5c" * 8,
    signature="mtkit:0.1.0|engine:ctranslate2 4.8.5|segmenter:rules-zh@1",
    glossary="asean@5c1d20aa",
    created="2026-11-23T10:00:00+08:00",
    segmenter="rules-zh@1",
)
KM_HEADER = Header(
    project="Mekong desk",
    source="en",
    target="km",
    document="mekong.html",
    sha256="91ac44e0" * 8,
    signature="mtkit:0.1.0|engine:table 1|segmenter:rules-en@1",
    glossary="",
    created="2026-11-23T02:00:00Z",
    extra={"Report-Msgid-Bugs-To": "desk@example.org", "X-Domain": "news"},
)


def segment(name: str, start: int, text: str, kind: Kind = Kind.BODY, *, guessed: bool = False) -> Segment:
    """A segment without markup."""
    return Segment(name, Span(start, start + len(text)), text, text, kind, (), guessed)


def through_english(english: str, target: str, *scores: float) -> tuple[Hop, ...]:
    """The hops zh-en and en-vi."""
    return (
        Hop(Pair("zh", "en"), ZH_EN, english, scores[0], "marks"),
        Hop(Pair("en", "vi"), EN_VI, target, scores[1], "plain"),
    )


def vietnamese() -> tuple[Unit, ...]:
    """Eight units, of which two share an entry and one has the text of another kind."""
    headline = "Trung Quốc và ASEAN ký hiệp định thương mại số"
    bold = "中国商务部<b>周五</b>表示，双边贸易额达5.67万亿元，同比增长8.6%。"
    shown = "中国商务部{1}周五{/1}表示，双边贸易额达5.67万亿元，同比增长8.6%。"
    trade = "Bộ Thương mại Trung Quốc cho biết {1}hôm thứ Sáu{/1}, kim ngạch thương mại song phương đạt 5,67 tỷ."
    codes = (Code(Span(57, 60), Role.OPEN, 1), Code(Span(62, 66), Role.CLOSE, 1))
    ministry = TermUse("cn-mofcom", "中国商务部", "Bộ Thương mại Trung Quốc", "https://english.mofcom.gov.cn (en)")
    numbers = Issue("N01", Severity.ERROR, "5.67万亿 ~ 5,67 tỷ", Span(18, 24), Span(84, 91))
    length = Issue("L02", Severity.WARNING, "8.6% is missing")
    said = "Ông nói."
    return (
        Unit(
            segment("p1.1", 2, "中国与东盟签署数字贸易协定", Kind.HEADLINE), ZH_VI, headline,
            terms=(TermUse("asean", "东盟", "ASEAN", "https://asean.org"),),
            trail=through_english("China and ASEAN sign digital trade agreement", headline, -0.21, -0.34567),
            raw=headline,
        ),
        Unit(
            Segment("p2.1", Span(52, 52 + len(bold)), bold, shown, Kind.BODY, codes), ZH_VI, trade,
            issues=(numbers, length), terms=(ministry,),
            trail=through_english(
                "China's Ministry of Commerce said {1}on Friday{/1} bilateral trade was 5.67 trillion yuan.",
                trade, -0.7, -0.9,
            ),
            raw=trade,
        ),
        Unit(segment("p2.2", 110, "他说。"), ZH_VI, said, State.APPROVED, raw=said),
        Unit(segment("p3.1", 115, "会议将于下周在雅加达举行。"), ZH_VI, "", State.UNTRANSLATED),
        Unit(segment("p3.2", 130, "他说。"), ZH_VI, said, State.APPROVED, raw=said),
        Unit(
            segment("p4.1", 140, "他说。", Kind.QUOTE), ZH_VI, "Ông ấy phát biểu.", State.EDITED, Origin.HUMAN, raw=said
        ),
        Unit(
            segment("p4.2", 150, "双方同意深化蓝色经济合作。"), ZH_VI, "Hai bên nhất trí hợp tác sâu về kinh tế xanh.",
            State.STALE, Origin.HUMAN, previous="双方同意加强蓝色经济合作。",
        ),
        Unit(segment("p5.1", 170, "（完）"), ZH_VI, "(Hết)", State.RAW, Origin.MEMORY),
    )  # fmt: skip


def khmer() -> tuple[Unit, ...]:
    """Four units with quotes, a line break, a zero-width space and a boundary that was guessed."""
    meeting = "កិច្ចប្រជុំ\u200bនឹង\u200bធ្វើ\u200bឡើង\u200bនៅ\u200bថ្ងៃ\u200bសុក្រ។"
    quote = "លោក\u200bបាន\u200bថ្លែង\u200bថា «កិច្ច\u200bសហប្រតិបត្តិការ»។"
    score = -0.5
    return (
        Unit(
            segment("1", 120, "The meeting will be held on Friday.", guessed=True), EN_KM, meeting,
            trail=(Hop(EN_KM, EN_KM_MODEL, meeting, score),), raw=meeting,
        ),
        Unit(
            segment("2", 160, 'He said "cooperation" \\ partnership.', Kind.QUOTE), EN_KM, quote, State.APPROVED,
            Origin.HUMAN, raw="លោក\u200bបាន\u200bនិយាយ។",
            trail=(Hop(EN_KM, EN_KM_MODEL, "លោក\u200bបាន\u200bនិយាយ។", None, "lexical constraints"),),
        ),
        Unit(
            segment("3", 200, "Photo: the port\nSihanoukville, 2026", Kind.CAPTION), EN_KM,
            "រូបថត៖ កំពង់ផែ\nព្រះសីហនុ ឆ្នាំ២០២៦", State.EDITED, Origin.HUMAN,
        ),
        Unit(segment("4", 250, "Exports rose 8.6% to $5 billion.", Kind.CELL), EN_KM, "", State.UNTRANSLATED),
    )  # fmt: skip


def gettext(tool: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a gettext tool in the C locale, where its messages do not vary."""
    command = [tool, *(str(argument) for argument in arguments)]
    environment = {"LC_ALL": "C", "PATH": "/usr/local/bin:/usr/bin:/bin"}
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False, env=environment)
