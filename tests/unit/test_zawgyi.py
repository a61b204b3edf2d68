"""Zawgyi is told from Unicode Burmese, and neither Burmese nor its sister scripts raise a false alarm."""

from __future__ import annotations

import re

import pytest

from mtkit.zawgyi import ZAWGYI_ADVICE, looks_zawgyi

BURMESE = [
    "မြန်မာနိုင်ငံ၏ မြို့တော်သည် နေပြည်တော် ဖြစ်သည်။",
    "တရုတ်-အာဆီယံ မီဒီယာ ပူးပေါင်းဆောင်ရွက်ရေးဖိုရမ်ကို ကျင်းပခဲ့သည်။",
    "ကျွန်ုပ်တို့သည် ယောက်ျားများနှင့် မိန်းမများ ဖြစ်ကြသည်။",
    "ကျောင်းသူလေးများ စာဖတ်ကြသည်။",
    "ရွေးကောက်ပွဲကို ပြီးခဲ့သည့်နေ့က ကျင်းပခဲ့ရာ လူထု တက်ကြွစွာ ပါဝင်ခဲ့ကြသည်။",
    "ဝန်ကြီးက ကျေးဇူးတင်ကြောင်း ပြောကြားသည်။",
    "မင်္ဂလာပါ။ သတ္တုတူးဖော်ရေး ကုမ္ပဏီ၏ ဥက္ကဋ္ဌ",
]
SISTERS = {
    "Shan": "ၶၢဝ်ႇၶိုဝ်ႈ ပဵၼ်ၵၢၼ်ၸိုင်ႈတႆး ၵေႃႉ ႁဝ်းၶႃႈ မႂ်ႇသုင် ၵႂၢမ်းတႆး",
    "Mon": "ဘာသာမန် ဍုၚ် ကောန်မန် ညးဍေံ သၠဲ ဗွဲမဂၠိုၚ် အဃောဇၞော်",
    "S'gaw Karen": "ကညီကျိာ် ပှၤကညီ တၢ်ဂ့ၢ်တၢ်ကျိၤ ထံကီၢ် ဖဲအံၤန့ၣ်လီၤ",
    "Pa'O": "ပအိုဝ်ႏဘာႏသာႏငဝ်းငွါ",
}


def as_zawgyi(text):
    """Unicode Burmese as Zawgyi keeps it, by the public tables of the two encodings; enough for common syllables."""
    stacked = dict(zip("ကခဂဃစတထဒဓနပဖဗဘမ", "ၠၡၢၣၥၱၳၵၶႏၸၹၺၻၼ", strict=True))
    text = re.sub("င်္(.)", "\\1ၤ", text)
    text = re.sub("္([က-အ])", lambda m: stacked.get(m[1], m[1]), text)
    # what is drawn in front is stored in front: the medial RA, and then the vowel E before it
    text = re.sub("([က-အဿ][ၠ-ၼႏ]?)([ျ-ှ]*)(ေ?)", _drawn_order, text)
    return text.replace("်", "္").translate(_SHIFTED)


def _drawn_order(match):
    letter, medials, vowel = match.groups()
    ra = "ြ" if "ြ" in medials else ""
    return vowel + ra + letter + medials.replace("ြ", "")


# asat 103A -> 1039; ya 103B -> 103A; ra 103C -> 103B; wa 103D -> 103C; ha 103E -> 103D
_SHIFTED = {0x103B: 0x103A, 0x103C: 0x103B, 0x103D: 0x103C, 0x103E: 0x103D}


@pytest.mark.parametrize("text", BURMESE)
def test_the_same_text_in_both_encodings(text):
    assert not looks_zawgyi(text)
    assert looks_zawgyi(as_zawgyi(text))


@pytest.mark.parametrize("word", ["ျမန္မာ", "ေက်ာင္း", "ေနျပည္ေတာ္", "သူသြားသည္။", "ျမန္မာႏိုင္ငံ", "ခင္ဗ်ား", "ေခၚသည္။"])
def test_short_zawgyi(word):
    assert looks_zawgyi(word)


@pytest.mark.parametrize("language", SISTERS)
def test_other_languages_of_the_script(language):
    assert not looks_zawgyi(SISTERS[language])


@pytest.mark.parametrize("text", ["", "No Burmese at all.", "ေ", "အစိုးရ", "၁၂၃၊ ၄၅၆။", "ဦးဘ", "◌ေ ◌္"])
def test_text_that_shows_nothing_is_not_zawgyi(text):
    assert not looks_zawgyi(text)


def test_one_slip_in_a_page_of_unicode_is_no_alarm():
    assert not looks_zawgyi(" ".join(BURMESE) + " ေကာ")


def test_the_advice_is_one_line_with_the_mend():
    assert "\n" not in ZAWGYI_ADVICE
    assert "convert it" in ZAWGYI_ADVICE
