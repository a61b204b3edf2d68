"""Negation: how each language denies, what only looks like it, and what answers it."""

from __future__ import annotations

import unicodedata

import pytest

from mtkit.check import Sample
from mtkit.check.negation import check_negation, negations
from mtkit.check.negation_data import negation_of
from mtkit.lang import LANGUAGES, lang
from mtkit.unit import Severity


def found(pair: str, source: str, target: str) -> list[tuple[str, Severity]]:
    before, _, after = pair.rpartition("-")
    return [(i.code, i.severity) for i in check_negation(Sample(target, lang(after), source, lang(before)))]


@pytest.mark.parametrize("base", sorted({language.base for language in LANGUAGES.values()}))
def test_every_language_has_a_table(base: str) -> None:
    facts = negation_of(base)
    assert facts is not None
    assert facts.hints


@pytest.mark.parametrize(
    ("base", "text", "times"),
    [
        ("en", "The bridge did not open; it can't, and nobody knows why.", 3),
        ("en", "Not only China but also ASEAN; no doubt; No. 5; whether or not it rains.", 0),
        ("en", "Neither side nor the mediator spoke.", 1),
        ("zh", "双方没有达成协议，也未公布日期。", 2),
        ("zh", "不仅如此，无论未来如何，合作不断深入，非常重要，非洲国家是否参加。", 0),
        ("zh", "雙方沒有達成協議，無法公布日期。", 2),
        ("id", "Ia tidak datang dan belum menelepon.", 2),
        ("id", "Tidak hanya Tiongkok, bukan hanya ASEAN, tidak lama kemudian.", 0),
        ("ms", "Beliau tidak hadir.", 1),
        ("fil", "Hindi siya dumating at walang sagot.", 2),
        ("fil", "Hindi lamang Tsina; hindi bababa sa lima.", 0),
        ("vi", "Họ không đến và chưa trả lời.", 2),
        ("vi", "Không chỉ vậy, hàng không, không gian, không khí, hay không.", 0),
        ("th", "เขาไม่ได้มาและยังไม่ตอบ", 2),
        ("th", "ไม่เพียงจีนเท่านั้น ไม่ว่าอย่างไร อย่างยิ่ง ใช่หรือไม่", 0),
        ("lo", "ລາວບໍ່ໄດ້ມາ", 1),
        ("lo", "ບໍ່ພຽງແຕ່ຈີນ ຢ່າງຍິ່ງ ບໍລິສັດ", 0),
        ("km", "គាត់មិនបានមកទេ", 1),
        ("km", "មិនត្រឹមតែចិនប៉ុណ្ណោះទេ កុំព្យូទ័រ", 0),
        ("my", "သူ မလာပါ။ မသိပါ။", 2),
        ("my", "မြန်မာ သို့မဟုတ် မလေးရှား သမ္မတ ပထမ", 0),
        ("ta", "அவர் வரவில்லை, பேச முடியாது.", 2),
        ("ta", "சீனா அல்லது இந்தியா; மட்டுமல்ல; எல்லை", 0),
        ("pt", "Ele não veio e nunca respondeu.", 2),
        ("pt", "Não só a China; não obstante.", 0),
        ("tet", "Nia la mai.", 1),
        ("tet", "La'ós de'it Xina.", 0),
    ],
)
def test_negations_are_counted(base: str, text: str, times: int) -> None:
    assert negations(text, base) == times


def test_a_lost_and_an_added_negation() -> None:
    assert found("zh-en", "论坛没有闭幕。", "The forum has ended well.") == [("G01", Severity.INFO)]
    assert found("zh-en", "论坛没有开幕。", "The forum has opened.") == [("G01", Severity.WARNING)]
    assert found("en-vi", "The forum has opened.", "Diễn đàn chưa khai mạc.") == [("G02", Severity.WARNING)]


@pytest.mark.parametrize(
    ("pair", "source", "target"),
    [
        ("en-zh", "The talks failed.", "会谈未能成功。"),
        ("en-id", "It is impossible.", "Itu tidak mungkin."),
        ("zh-en", "他们缺乏经验。", "They have no experience."),
        ("en-th", "He refused to speak.", "เขาไม่ยอมพูด"),
        ("en-pt", "The results were unknown.", "Os resultados não eram conhecidos."),
    ],
)
def test_a_word_that_denies_by_its_sense_answers(pair: str, source: str, target: str) -> None:
    assert all(severity is Severity.INFO for _, severity in found(pair, source, target))


def test_equal_counts_are_silent() -> None:
    assert found("zh-Hant-en", "雙方沒有簽署。", "The two sides did not sign.") == []
    assert found("en-zh", "Not only that, it is important.", "不仅如此，这非常重要。") == []


def test_decomposed_vietnamese_is_read_as_well() -> None:
    target = unicodedata.normalize("NFD", "Diễn đàn không khai mạc.")
    assert found("en-vi", "The forum did not open.", target) == []
    issue = next(iter(check_negation(Sample(target, lang("vi"), "The forum has opened.", lang("en")))))
    assert issue.target is None


def test_without_a_source_nothing_is_said() -> None:
    assert list(check_negation(Sample("It did not open.", lang("en")))) == []


@pytest.mark.parametrize(
    ("base", "text", "times"),
    [
        ("en", "They left without a word and were unable to return.", 2),
        ("en", "Shops no larger than this are not uncommon.", 1),
        ("id", "Mereka pergi tanpa pamit.", 1),
        ("pt", "Não foi emitido nenhum alerta, e nunca houve outro sem motivo.", 3),
        ("th", "เขาออกไปโดยปราศจากคำตอบ", 1),
        ("zh", "在洞中听不到外面的声音，游客不到200人。", 1),
        ("km", "មិន\u200bត្រឹម\u200bតែចិនប៉ុណ្ណោះទេ", 0),
        ("my", "အာမခံငွေ တရားမဝင် ကင်မရာ", 0),
        ("my", "ဤနေရာသည် မြို့မဟုတ်ပါ။", 1),
    ],
)
def test_what_is_without_or_unable_denies(base: str, text: str, times: int) -> None:
    assert negations(text, base) == times


@pytest.mark.parametrize(
    ("pair", "source", "target"),
    [
        ("en-vi", "The owner of the boat is still unknown.", "Vẫn chưa biết chủ chiếc thuyền."),
        ("en-ms", "Police found the bag unattended at the gate.", "Polis menemui beg yang tidak dijaga di pintu."),
        ("zh-en", "该地缺水。", "The place does not have water."),
    ],
)
def test_half_a_negation_answers_one(pair: str, source: str, target: str) -> None:
    assert found(pair, source, target) == []


def test_half_negations_of_both_sides_answer_each_other() -> None:
    source, target = "The owner is unknown, and the boat has sailed.", "O dono é desconhecido, e o barco não partiu."
    assert found("en-pt", source, target) == [("G02", Severity.INFO)]


def test_a_span_counts_the_zero_width_spaces() -> None:
    target = "គាត់\u200bនឹង\u200bមិន\u200bបាន\u200bមក\u200bទេ"
    (issue,) = check_negation(Sample(target, lang("km"), "He will come.", lang("en")))
    assert issue.target is not None
    assert issue.target.of(target).replace("\u200b", "").startswith("មិនបាន") or "មិន" in issue.target.of(target)
