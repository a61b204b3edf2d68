"""What names a day by its distance from today, and how names are known, in each language, as data.

The lists are for comparing a sentence with its own earlier wording, where a word that was there before and is not
there now matters, whatever else it can mean.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["BODIES", "CHINESE_NAME", "DAYS", "HONORIFICS", "OPENERS", "QUANTITY_MARKS", "SENSES"]

DAYS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "en": (r"\byesterday\b", r"\btoday\b", r"\btomorrow\b", r"\blast (?=week|month|year)",
               r"\bthis (?=week|month|year)", r"\bnext (?=week|month|year)"),
        "zh": ("昨[天日晚]", "今[天日晚]", "明[天日]", "去年|上[周週月]|上个月|上個月", "今年|本[周週月]|这个月|這個月",
               "明年|下[周週]|下个月|下個月"),
        "id": (r"\bkemarin\b", r"\bhari ini\b", r"\bbesok\b", r"\b\w+ lalu\b", r"\b(?:pekan|minggu|bulan|tahun) ini\b",
               r"\b(?:pekan|minggu|bulan|tahun) depan\b"),
        "ms": (r"\bsemalam\b", r"\bhari ini\b", r"\besok\b", r"\b\w+ lalu\b", r"\b(?:minggu|bulan|tahun) ini\b",
               r"\b(?:minggu|bulan|tahun) depan\b"),
        "fil": (r"\bkahapon\b", r"\bngayong araw\b|\bngayon\b", r"\bbukas\b", r"\bnakaraang\b|\bnoong isang\b",
                r"\bngayong (?:linggo|buwan|taon)\b", r"\bsusunod na\b"),
        "vi": (r"\bhôm qua\b", r"\bhôm nay\b", r"\bngày mai\b", r"\b(?:tuần|tháng|năm) (?:trước|ngoái|qua)\b",
               r"\b(?:tuần|tháng|năm) (?:này|nay)\b", r"\b(?:tuần|tháng|năm) (?:sau|tới)\b"),
        "th": ("เมื่อวาน", "วันนี้", "พรุ่งนี้", "(?:สัปดาห์|เดือน|ปี)(?:ที่แล้ว|ก่อน|ที่ผ่านมา)", "(?:สัปดาห์|เดือน|ปี)นี้",
               "(?:สัปดาห์|เดือน|ปี)หน้า"),
        "lo": ("ມື້ວານ", "ມື້ນີ້", "ມື້ອື່ນ", "(?:ອາທິດ|ເດືອນ|ປີ)(?:ທີ່)?(?:ຜ່ານມາ|ແລ້ວ)", "(?:ອາທິດ|ເດືອນ|ປີ)ນີ້", "(?:ອາທິດ|ເດືອນ|ປີ)ໜ້າ"),
        "km": ("ម្សិលមិញ", "ថ្ងៃនេះ", "ថ្ងៃស្អែក", "(?:សប្ដាហ៍|សប្តាហ៍|ខែ|ឆ្នាំ)(?:មុន|កន្លង)", "(?:សប្ដាហ៍|សប្តាហ៍|ខែ|ឆ្នាំ)នេះ",
               "(?:សប្ដាហ៍|សប្តាហ៍|ខែ|ឆ្នាំ)ក្រោយ"),
        "my": ("မနေ့က", "ယနေ့|ဒီနေ့", "မနက်ဖြန်|နက်ဖြန်", "ပြီးခဲ့သည့်|မနှစ်က", "ယခု(?:လ|နှစ်|အပတ်)", "လာမည့်|နောက်(?:လ|နှစ်)"),
        "ta": ("நேற்று", "இன்று", "நாளை", "கடந்த", "இந்த (?:வாரம்|மாதம்|ஆண்டு)", "அடுத்த"),
        "pt": (r"\bontem\b", r"\bhoje\b", r"\bamanhã\b", r"\bpassad[oa]\b", r"\b(?:n)?est[ea] (?:semana|mês|ano)\b",
               r"\bpróxim[oa]\b"),
        "tet": (r"\bhorisehik\b", r"\bohin\b", r"\baban\b", r"\b(?:semana|fulan|tinan) kotuk\b",
                r"\b(?:semana|fulan|tinan) ida-ne['’]e\b", r"\b(?:semana|fulan|tinan) oin\b"),
    }
)  # fmt: skip
"""Language -> yesterday, today, tomorrow; last, this and next week, month or year."""

_OPENERS = {
    "en": """the a an in on at of by for from to with and but as it its he she they we you i this that these those there
after before during while when since until under over into about both all some many most more also however according
his her their our if not no""",
    "id": "di ke dari pada dalam untuk dengan dan atau yang ini itu para sebuah seorang menurut",
    "ms": "di ke dari pada dalam untuk dengan dan atau yang ini itu para sebuah seorang menurut",
    "fil": "ang ng sa mga ni si kay at o noong nang para ayon dahil kung",
    "vi": "các những một trong ngoài tại vào từ theo với và của cho khi sau trước đến về do bởi",
    "pt": "o a os as um uma em no na nos nas de do da dos das por para com e segundo após",
    "tet": "iha ba husi no ho hodi maibé tuir nia sira ida nee ne'e",
}
OPENERS: Mapping[str, frozenset[str]] = MappingProxyType(
    {base: frozenset(words.split()) for base, words in _OPENERS.items()}
)
"""Language -> words that have a capital only because they begin a sentence."""

HONORIFICS: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        "th": re.compile(r"(?:นาย|นางสาว|นาง|พล\.[ก-๙.]+|ดร\.)\s?([\u0e00-\u0e7f]+(?:\s[\u0e00-\u0e7f]+)?)"),
        "lo": re.compile(r"(?:ທ່ານ|ທ່ານນາງ)\s?(?:ນາງ\s?)?([\u0e80-\u0eff]{2,12})"),
        "km": re.compile(r"(?:លោកស្រី|លោក|ឯកឧត្តម|សម្ដេច)\s?([\u1780-\u17ff]{2,14})"),
        "my": re.compile(r"(?:ဦး|ဒေါ်|ဗိုလ်ချုပ်)([\u1000-\u109f]{2,14})"),
    }
)
"""Language -> what stands before a person's name, and where the name begins (group 1)."""

_SURNAMES = (
    "王李张張刘劉陈陳杨楊赵趙黄黃周吴吳徐孙孫胡朱高林何郭马馬罗羅梁宋郑鄭谢謝韩韓唐冯馮于董萧蕭程曹袁邓鄧许許傅沈曾彭吕呂"
    "苏蘇卢盧蒋蔣蔡贾賈丁魏薛叶葉阎閻余潘杜戴夏钟鍾汪田任姜范方石姚谭譚廖邹鄒熊金陆陸郝孔白崔康毛邱秦江史顾顧侯邵孟龙龍万"
    "萬段雷钱錢汤湯尹黎易常武乔喬贺賀赖賴龚龔习習洪温溫莫"
)
_OFFICES = "总理 總理 总统 總統 主席 外长 外長 部长 部長 大使 省长 \
省長 市长 市長 书记 書記 委员 委員 发言人 發言人 记者 記者 秘书长 秘書長 \
经理 經理 教授"
_AFTER = "表示说說称稱指在与與和将將同的是等也就出会會访訪抵又已曾率对對向为為"
_BEFORE = "|".join(f"(?<={office})" for office in _OFFICES.split())
_NAME = rf"[{_SURNAMES}][\u4e00-\u9fff](?:(?![{_AFTER}])[\u4e00-\u9fff])?"
_SPEAKS = (
    "说|說|表示|称|稱|指出|认为|認為|强调|強調|介绍|介紹|告诉|告訴|出席|访问|訪問|抵达|抵達|会见|會見|致信|致电|致電"
)
CHINESE_NAME = re.compile(rf"(?:{_BEFORE}){_NAME}|(?:^|(?<=[，。；：、“（(和与與])){_NAME}(?={_SPEAKS})")
"""What may be a Chinese person's name: a common surname after an office, or before a verb of those who speak and meet.

Only what is gone from the other wording counts, so that a word that looks like a name does no harm where it stands.
"""

_INNER = r"[^\W\d_的了在与與和将將已是把被对對为為从從到于於着过過称稱说說示及由向等]{1,4}"
BODIES: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        "zh": re.compile(
            rf"({_INNER}(?:社(?![会區区交])|局(?![面势勢部])|署(?!名)|厅|廳|省(?!略)|市(?![场場民值])|县|縣|州|岛|島|大学|大學|医院|醫院|"
            "法院|公司|集团|集團|银行|銀行|协会|協會|委员会|委員會|电视台|電視臺|电台|日报|日報|时报|時報|晚报|晚報|机场|機場|口岸|"
            "部(?=[长長宣表说說称稱发發通与與和，])))"
        ),
        "th": re.compile(
            r"(?:จังหวัด|อำเภอ|กระทรวง|บริษัท|มหาวิทยาลัย|ธนาคาร|สำนักข่าว|สถานีโทรทัศน์|พรรค|เกาะ)\s?([\u0e00-\u0e7f]{2,12})"
        ),
        "lo": re.compile(r"(?:ແຂວງ|ເມືອງ|ກະຊວງ|ບໍລິສັດ|ມະຫາວິທະຍາໄລ|ທະນາຄານ|ສຳນັກຂ່າວ)\s?([\u0e80-\u0eff]{2,12})"),
        "km": re.compile(r"(?:ខេត្ត|ស្រុក|ក្រសួង|ក្រុមហ៊ុន|ទីក្រុង|សាកលវិទ្យាល័យ|ធនាគារ)\s?([\u1780-\u17ff]{2,12})"),
        "my": re.compile(r"([\u1000-\u109f]{2,8})(?:မြို့|ပြည်နယ်|တိုင်းဒေသကြီး|ဝန်ကြီးဌာန|ကုမ္ပဏီ|တက္ကသိုလ်|ဘဏ်)"),
    }
)
"""Language -> places and bodies by the word that says what they are, where no capital shows a name (group 1)."""

QUANTITY_MARKS = "%‰％"
"""Marks that say what a number counts; the signs of currencies (Unicode Sc) count as well."""

_SENSES = {
    "en": (
        r"rose|risen?|rises|rising|increas\w*|grew|grow\w*|gain\w*|climb\w*|expand\w*|surg\w*|soar\w*|higher|more than",
        r"fell|falls?|falling|fallen|decreas\w*|declin\w*|drop\w*|shr[aiu]nk\w*|slump\w*|plung\w*|lower|less than|"
        r"fewer than",
        r"killed|dead|died|dies|deaths?|kills", r"injur\w*|wounded|hurt", "missing",
    ),
    "zh": (
        "上升|增长|增長|增加|上涨|上漲|扩大|擴大|提高|回升",
        "下降|减少|減少|下跌|缩小|縮小|降低|回落",
        "死亡|遇难|遇難|丧生|喪生|身亡",
        "受伤|受傷|伤者|傷者", "失踪|失蹤|下落不明",
    ),
    "id": ("naik|meningkat|bertambah|tumbuh", "turun|menurun|berkurang|merosot", "tewas|meninggal|korban jiwa",
           r"luka(?:-luka)?|cedera|terluka", "hilang"),
    "ms": ("naik|meningkat|bertambah", "turun|menurun|berkurang|merosot", "maut|terkorban|meninggal",
           "cedera", "hilang"),
    "fil": ("tumaas|dumami|lumago", "bumaba|nabawasan", "namatay|nasawi|patay", "nasugatan|sugatan", "nawawala"),
    "vi": ("tăng", "giảm", "chết|thiệt mạng|tử vong", "bị thương", "mất tích"),
    "pt": (r"subi\w*|aument\w*|cresc\w*", r"desc(?:e|eu|er)\w*|ca[ií]\w*|diminu\w*", r"mort\w*|morreu|morreram",
           r"ferid\w*", r"desaparecid\w*"),
    "tet": ("sa'e|aumenta", "tun|menus", "mate", "kanek", "lakon"),
    "th": ("เพิ่มขึ้น|ขยายตัว|สูงขึ้น", "ลดลง|หดตัว", "เสียชีวิต|ตาย", "บาดเจ็บ", "สูญหาย"),
    "lo": ("ເພີ່ມຂຶ້ນ", "ຫຼຸດລົງ", "ເສຍຊີວິດ", "ບາດເຈັບ", "ສູນຫາຍ"),
    "km": ("កើនឡើង", "ថយចុះ", "ស្លាប់", "រងរបួស", "បាត់ខ្លួន"),
    "my": ("တိုးတက်|မြင့်တက်", "ကျဆင်း|လျော့ကျ", "သေဆုံး", "ဒဏ်ရာ", "ပျောက်ဆုံး"),
    "ta": ("உயர்|அதிகரி", "குறை|சரிந்த", "பலி|உயிரிழ|இறந்த", "காயம", "காணாமல்"),
}  # fmt: skip
_WHOLE_WORDS = frozenset({"en", "id", "ms", "fil", "vi", "pt", "tet"})
SENSES: Mapping[str, tuple[re.Pattern[str], ...]] = MappingProxyType(
    {
        base: tuple(re.compile(rf"(?<!\w)(?:{words})(?!\w)" if base in _WHOLE_WORDS else words) for words in groups)
        for base, groups in _SENSES.items()
    }
)
"""Language -> what says up, down, dead, hurt, missing: words that one edit of a live story puts for each other."""
