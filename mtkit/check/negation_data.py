"""How each language denies: words of negation, what only looks like one, and words that deny by their sense."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

__all__ = ["NEGATION", "SIMPLIFIED", "Negation"]


@dataclass(frozen=True, slots=True)
class Negation:
    """How one language denies.

    ``hints``: a text without any of them has no negation (a cheap test). ``cue`` finds, from left to right, what only
    looks like a negation (group ``no``), a plain one (``yes``) and one that other languages often say without
    (``weak``). ``also`` finds what denies by its sense (fail, without, lack): it answers a negation of the other side,
    and does not ask for one.
    """

    hints: tuple[str, ...]
    cue: re.Pattern[str]
    also: re.Pattern[str]


def _words(text: str) -> str:
    """An alternation of the words of ``text``: ``_`` is white space, ``*`` at the end any ending."""
    words = [word[:-1] + r"\w*" if word.endswith("*") else word for word in text.split()]
    return "|".join(words).replace("_", r"\s+")


def _of(hints: str, no: str, yes: str, weak: str, also: str, *, inner: str = "", spaced: bool = True) -> Negation:
    """In spaced languages every entry is a whole word. ``inner`` denies within a noun phrase, which others may say in a word."""
    before, behind = (r"(?<![^\W\d_])", r"(?![^\W\d_])") if spaced else ("", "")
    kinds = (("no", no), ("inner", inner), ("yes", yes), ("weak", weak))
    parts = [f"(?P<{name}>{before}(?:{_words(text)}){behind})" for name, text in kinds if text.strip()]
    senses = f"{before}(?:{_words(also)}){behind}"
    return Negation(tuple(hints.split()), re.compile("|".join(parts)), re.compile(senses))


def _burmese() -> re.Pattern[str]:
    """The prefix မ before a verb: plain before common verbs, weak before any other syllable."""
    inside = ["ကျွန်", "သူ", "ပထ", "လမ်း", "ပြည်", "ကော်", "ရှိ", "ဟုတ်", "ဖြစ်", "ရ", "နိုင်", "မှန်", "သိ", "ရော", "မြို့", "လက်", "ကျော", "မိန်း", "ဆရာ", "ဘုရင်", "အ", "နောက်", "ပင်", "အဓိက", "သာ", "တင်", "သို့", "ဓမ်", "ခင်", "ညီ", "တော်", "္"]
    other = ["လေး", "နက်", "နေ့", "ဟာ", "တော်တဆ", "နီလာ", "ကာအို", "ကြာ", "ရွေး", "စ္စ", "ဒရစ်", "ယား", "နု", "ရေမ", "နား", "ပြတ်", "ကျန်", "လွဲ", "နှစ်", "ကဘဲ"]
    verbs = ["ဟုတ်", "ရှိ", "ဖြစ်", "ရ(?![ှောငစ])", "သိ", "နိုင်", "လုပ်", "ပြု", "ပါ", "သွား", "လာ", "ပေး", "ပြော", "မြင်", "တွေ့", "လို(?!့)", "ကောင်း", "ယူ", "သုံး", "ထား", "ထွက်", "ဝင်", "ပြောင်း", "ကြိုက်", "လွယ်", "တတ်", "စား", "ကြား", "သေ", "ပျက်", "ထင်", "မှန်", "ယုံ", "နေ", "ဆုံးဖြတ်", "ကျင့်", "ခွင့်", "အောင်မြင်", "ပြီး", "ဖော်", "ထိ", "ရောက်", "လုံ", "ညီ", "ကူ", "တင်", "ချ", "ဖွင့်", "ရေး", "ဖတ်", "ဝယ်", "ရောင်း", "ဆက်"]
    before = "".join(f"(?<!{syllable}မ)" for syllable in inside)
    return re.compile(
        f"မ{before}(?!{'|'.join(other)})(?:(?P<yes>(?:{'|'.join(verbs)})(?![\u1000-\u109f]{{0,14}}?(?:ခြင်း|သော|သည့်|မှု|စေရန်|ဘဲ|ပဲ|မီ|ခင်|ရန်)))|(?P<weak>[က-အ](?![\u1037\u1039\u103a])))"
    )


def _tamil() -> re.Pattern[str]:
    """The endings -illai, -aatu, -aata, -aamal and the words built like them; its vowel signs are no ``\\w``."""
    letter = "[\u0b82-\u0bd7]"
    only = "".join(f"(?<!{word})" for word in ("மட்டுமல்ல", "மட்டும் அல்ல", "மட்டுமில்ல", "மட்டும் இல்ல"))
    yes = (
        "ல்லை(?<!எல்லை)(?<!தொல்லை)(?<!கொல்லை)(?<!முல்லை)(?<!நெல்லை)",
        f"(?<={letter}{letter}){only}ா(?:து|தென|தே)(?!{letter})",
        f"(?<={letter}){only}ாமல்",
        f"(?<={letter}{letter}){only}ாதென",
        "வேண்டாம்",
        "மாட்டா",
    )
    weak = (f"(?<={letter}{letter}){only}ா(?:தது|தவ|ததா|தபடி|ததை|ததற்|த(?!{letter}))", f"(?<!மட்டும் )அல்ல(?!{letter})", f"(?<!மட்டும )(?<!மட்டுமின்றி)(?<!மட்டும)ின்றி(?!{letter})", "இன்றி(?<!மட்டும் இன்றி)", "முடியா", "மல்ல(?<!மட்டுமல்ல)(?!" + letter + ")")
    return re.compile(f"(?P<yes>{'|'.join(yes)})|(?P<weak>{'|'.join(weak)})")


SIMPLIFIED = str.maketrans(
    "沒無過僅斷論難絕認決對棄缺滅誤遠與單滿錯時禁顧後會願應來從並屬請準許當約數線機盡離開動齊鬥險獨顯贊飛亞馬錫淹營緬須還絕幾們變雖讓亂嚴",
    "没无过仅断论难绝认决对弃缺灭误远与单满错时禁顾后会愿应来从并属请准许当约数线机尽离开动齐斗险独显赞飞亚马锡淹营缅须还绝几们变虽让乱严",
)
"""What turns Traditional characters into those of the tables."""

NEGATION: Mapping[str, Negation] = MappingProxyType(
    {
        "en": _of(
            "n't n’t no never neither",
            "not_only not_just not_merely not_simply not_solely not_necessarily_only not_least no_doubt no_matter "
            r"whether_or_not or_not if_not no\.(?=\s*\d) no_(?:less|fewer)_than not_to_mention nothing_but not_long "
            "no_wonder not_far not_uncommon not_unusual not_unlike not_without more_often_than_not no-?fly "
            "no-?man['’]s why_not not-for-profit not_for_profit no-?brainer nothing_less_than no_sooner no_later_than "
            "not_until not_yet_known known_unknowns last_but_not_least can(?:not|['’]t)_help_but",
            r"not cannot never \w+n['’]t neither_(?:\S+\s+){1,8}?nor neither no_longer no_one nobody",
            "no nor none nothing nowhere",
            "without fail* lack* refus* deny denied denies denying denial* unable impossib* hardly barely rarely "
            "scarcely seldom few fewer little less avoid* prevent* stop stops stopped stopping ban bans banned banning "
            r"prohibit* forb* reject* absen\w+ unless except excepting exclud\w+ un[a-z]{4,} dis[a-z]{4,} illeg\w+ "
            r"in(?:access|accur|adequ|cap|compl|consist|correct|credib|curab|defin|depend|direct|divis|effect|effic|evit|"
            r"explic|expens|finit|suffic|tact|toler|valid|visib|vulner)\w+ illog\w+ "
            r"im(?:mature|mobil|mun|partial|pass|perf|poss|prob|mort)\w+ ir(?:reg|rel|resp|rev)\w+ "
            r"dys[a-z]+ abnorm\w+ asympt\w+ negativ\w+ ambig\w+ sporadic passive scan\w+ inact\w+ inconclu\w+ indist\w+ "
            r"in[a-z]{3,}(?:able|ible|ent|uate|ecure|jury) needless\w* rid free "
            r"non-?[a-z]+ [a-z]{3,}less missing miss missed instead rather neglect* ignor* oppos* against anti-?\w+ "
            r"only cease\w* cancel\w* abort\w* out_of lose loses lost loss\w* far_from resist* declin* dismiss* "
            r"doubt* free_of otherwise wrong false defy defied defies difficult hard too_\w+_to obscur\w+ devoid deficien* "
            r"contradict* minim\w+ mild limit* restrict* differ\w* var(?:y|ies|ied|ying|iety|ious) whether same remain* "
            r"anonym\w+ asynchron\w+ asymm\w+ atyp\w+ amoral hindi out foreign* stranger* low lower weak* poor* "
            r"no\w* never nor but over before end ended zero barren desolate corrupt\w* clos(?:e|ed|ing) block\w* lapse\w* "
            r"hidden mystery minor small slight\w* vacant empty blank blind delay\w* spontan\w*",
        ),
        "id": _of(
            "tidak bukan belum tak jangan tiada ndak",
            "tidak_hanya bukan_hanya tidak_saja bukan_saja tidak_cuma bukan_cuma tidak_sekadar bukan_sekadar "
            "bukan_semata* tidak_semata* mau_tidak_mau atau_tidak tidak_lama tidak_kurang_dari tidak_lain "
            "tidak_lebih_dari_sekadar bukan_main tidak_jauh entah_.{1,20}_atau_tidak ya_atau_tidak belum_lama "
            "tidak_jarang tidak_sedikit tak_lama tak_hanya tak_jarang tak_sedikit tak_lain",
            "tidak tidaklah bukan bukanlah belum belumlah tak jangan janganlah tiada takkan",
            "",
            "tanpa gagal* kegagalan menolak ditolak penolakan kurang kekurangan sulit kesulitan sukar mustahil non* "
            "larang* melarang dilarang mencegah dicegah pencegahan hindar* menghindar* terhindar dihindari kecuali "
            "sedikit jarang anti* nir* ketiadaan ketidak* membantah bantahan menyangkal mengabaikan mengecualikan "
            "berhenti menghentikan dihentikan hilang kehilangan batal dibatalkan lepas bebas hanya menentang melawan "
            "enggan mungkin_sulit selain absen hampa putus buta ketinggalan terlalu ilegal luput sebelum salah buruk "
            "namun tetapi alih-alih daripada ketimbang bebas minim nihil mustahil lalai",
            inner="yang_tidak yang_bukan yang_belum yang_tak secara_tidak",
        ),
        "ms": _of(
            "tidak bukan belum tak jangan tiada usah",
            "tidak_hanya bukan_hanya tidak_sahaja bukan_sahaja bukan_setakat tidak_setakat bukan_sekadar "
            "tidak_semata* bukan_semata* mahu_tidak_mahu atau_tidak sama_ada_atau_tidak tidak_lama tidak_kurang "
            "tidak_lain tidak_jauh belum_lama ya_atau_tidak tidak_jarang tidak_sedikit tak_hanya tak_lama",
            "tidak tidaklah bukan bukanlah belum belumlah tak jangan janganlah tiada takkan bukannya usah",
            "",
            "tanpa gagal* kegagalan menolak ditolak penolakan kurang kekurangan sukar kesukaran sulit mustahil bukan* "
            "larang* melarang dilarang larangan mencegah dicegah pencegahan elak* mengelak* dielak* kecuali sedikit "
            "jarang anti* ketiadaan ketidak* menafikan dinafikan penafian menyangkal mengabaikan diabaikan berhenti "
            "menghentikan dihentikan hilang kehilangan batal dibatalkan bebas hanya menentang melawan enggan selain "
            "halang* menghalang dihalang nyah* terlalu haram sebelum salah tetapi namun daripada berbanding nihil "
            "bukan-* tak-* lalai",
            inner="yang_tidak yang_bukan yang_belum yang_tak secara_tidak",
        ),
        "fil": _of(
            "hindi huwag wala di ayaw",
            "hindi_lamang hindi_lang hindi_lámang walang_duda walang_dudang hindi_bababa o_hindi hindi_kalayuan "
            "hindi_nagtagal di_nagtagal hindi_kaduda* wikang_hindi hindi_kukulangin hindi_bumababa hindi_kilala* di_lamang di_lang kung_hindi_man walang_alinlangan "
            "hindi_na_bago di_kalaunan o_wala hindi_magtatagal di-magtatagal di_magtatagal",
            "hindi huwag wala walang hindî hinding huwag* wala* hinding-hindi",
            r"di di-\w+ ayaw ni",
            "kulang kakulangan kulang* bigo nabigo* nabibigo kabiguan tanggi tumanggi* tumatanggi* tinanggihan* pagtanggi "
            "tanggihan bawal ipinagbabawal ipinagbawal pagbabawal maliban imposible* iwas* umiwas* maiwasan iwasan "
            "pag-iwas pigil* pinigil* mapigilan pigilan mahirap kahirapan bihira* kaunti* kakaunti* itinanggi* "
            "pinabulaanan sa_halip non* anti* tutol tumutol* salungat laban labag mabuway salat taliwas malayo mapagkamalan mawawala* mawawalan* pagtanggal alisin kaysa hirap sablay palpak ilegal tigil* tumigil* itinigil* "
            "nawala nawal* mawala* pagkawala ligtas lamang hindi* nang_wala* mas_mababa mababa ngunit subalit pero",
            inner="na_hindi ng_hindi nang_hindi hindi_pangkaraniwan* hindi_direkta* hindi_aktibo* hindi_sapat hindi_opisyal hindi_pagkilos",
        ),
        "vi": _of(
            "không chưa chẳng đừng chớ khỏi",
            "không_chỉ không_những chẳng_những chẳng_chỉ không_chỉ_riêng hay_không không_khí không_gian không_người bằng_không không_qua_khỏi chưa_từng_có không_giống không_quân "
            "hàng_không không_trung không_kích không_phận số_không không_lâu chưa_đầy không_ngừng không_dây trên_không "
            "không_ít không_kém không_nghi_ngờ không_còn_nghi_ngờ không_thể_phủ_nhận phòng_không không_lực không_lưu "
            r"vũ_trụ_không không_vận đường_không không_xa chưa_lâu không_đối_không chưa_tới_\d không_tới_\d "
            "không_đến_\\d chưa_đến_\\d không_quản không_màng không_hề_nhỏ hay_chưa không_tặc không_độ chẳng_hạn",
            "không chưa chẳng đừng chớ",
            "",
            "vô* bất* thiếu phi khó từ_chối cấm ngăn* tránh thất_bại ít hiếm mất phủ_nhận trừ thay_vì ngoại_trừ ngừng "
            "chống bác_bỏ phản_đối loại_bỏ loại_trừ dừng hủy huỷ miễn lỡ quên bỏ thất* kém yếu khuyết trái bãi chỉ "
            "khước_từ đình_chỉ gián_đoạn tẩy_chay hạn_chế rời trước sai nhưng mù trống khỏi trở_ngại cản* vắng",
        ),
        "pt": _of(
            "não nunca jamais nem nenhum ningu nada tampouco sem",
            "não_só não_apenas não_somente não_obstante nada_menos nem_sempre_só pois_não não_muito_tempo "
            "não_é_de_admirar não_é_de_se_admirar ou_não não_muito_longe não_menos_(?:de|que|do) senão que_nem "
            "quando_não se_não nada_mais não_demor*",
            "não nunca jamais ninguém tampouco",
            "nem nenhum nenhuma nenhuns nenhumas nada",
            r"sem falt\w+ fracass\w+ recus\w+ neg(?:a|am|ar|ou|ava|aram|ando|ado|ada|ação|ativa|ativo) proib\w+ evit\w+ "
            r"im[bpm]\w{4,} in(?:s|v|c|d|e|f|t|a|ú|ó|j|h|u|o)\w{4,} des\w{4,} rar\w+ dif[ií]c\w+ exce[pt]\w* menos "
            r"pouc\w+ ir[re]\w{4,} il[el]\w{4,} anti\w+ contra imped\w+ preven\w+ par(?:ou|ar|aram|a) perd\w+ "
            r"ausên\w+ ausent\w+ rejeit\w+ exclu\w+ cess\w+ ignor\w+ cancel\w+ apenas não-\w+ nem nenhum\w* nada "
            r"ao_invés em_vez além livre isent\w+ só antes mas errad\w+ fals\w+ escass\w+ anal\w+ a?moral apolít\w+ "
            r"disp\w+ dis[cst]\w+ carec\w+ carên\w+ deix\w+ vazi\w+",
        ),
        "tet": _of(
            "la seidauk nunka keta lae",
            "la['’]ós_de['’]it la['’]os_de['’]it laos_deit la_ós_de['’]it ka_lae lae_ka la_dook la_kleur lakleur "
            "la_tarde laos_de['’]it",
            r"la la['’][óo]s la[óo]s labele laiha lahatene lakohi la-\w+ seidauk nunka keta lalika lae",
            "ladún",
            "sein laek menus falta falla rejeita rekuza susar difisil proibe evita hapara lakon hasai kontra anti* "
            "de['’]it só molok exetu maibé maske uitoan kuran* nega inisi* des* im* in* la* ilegál",
        ),
        "zh": _of(
            "不 没 未 无 勿 非 否",
            "有没有 几乎没有 从未来 不无 无不 不相上下 不相伯仲 没有必要 漫不经心 有条不紊 美不胜收 缺一不可 奋不顾身 各不相同 不如说 不如 "
            "不仅 不但 不断 不久 不少 不管 不论 不过 不得不 不只 不止 不单 不光 不禁 不妨 不然 不免 不已 不时 不惜 "
            "不愧 不等 不丹 不列颠 不锈 不同 不一而足 不亚于 不外 不失为 不约而同 不乏 不言而喻 络绎不绝 源源不 "
            "对不起 了不起 差不多 忍不住 少不了 离不开 免不了 大不了 动不动 要不 不可或缺 不可避免 不可分割 不远 "
            r"不低于 不少于 不超过 不高于 不小于 不下 不到\d 不足\d 不到一 不足一 不到半 不朽 不料 不啻 不俗 不菲 不必说 "
            "毫不 不错 与否 是否 能否 可否 否则 无论 无数 无限 无疑 无线 无人机 无人驾驶 无名 无锡 无意中 "
            "无形 无机 无非 无所不 无处不 无时无刻 无比 无与伦比 非常 非洲 非法 非凡 非政府 非但 除非 是非 莫非 "
            "非盟 非裔 非得 非要 非营利 非盈利 南非 北非 东非 西非 中非 未来 未必不 未婚 未成年 未央 没收 淹没 埋没 出没 "
            "沉没 没落 吞没 没顶 覆没 未免 未雨绸缪 不知不觉 不计其数 不胜枚举 不谋而合 迫不及待 迫不得已 不遗余力 "
            "前所未有 史无前例 不辞 不负 不懈 不畏 不屈 不甘 不凡 绵延不 生生不息 历久不 不分 不解之缘 不定期 不莱梅 "
            "不虚此行 绝不仅 并不仅 不都是",
            "不会 不能 不是 不再 不应 不愿 不想 不可能 不允许 不得 不准 不要 不需 不必 不存在 并不 从不 从未(?!来) 尚未 并未 未能 "
            "没有 无法 并非 绝不 绝非 不曾 不承认 不打算 不知道 不清楚 不接受 不支持 不同意 不相信 不可以 决不 也不 没能 没人 不属于 "
            "毫无 也没 却没 都没 还没 没想",
            "不 没 未 无需 无须 并无 从无 勿 而非 既非 远非 无 非",
            "不 没 未 无 非 缺 难以 困难 难 失败 失去 拒绝 否认 否决 否定 避免 防止 禁止 阻止 停止 反对 取消 免 除了 "
            "除非 很少 少 几乎 仅 只 莫 勿 别 放弃 消除 脱离 摆脱 无 杜绝 违 失 丧失 排除 克服 受限 限制 阻 抵制 抗 "
            "误 忘 弃 灭 断 以外 之外 过于 太 离 前 免于 终止 中止 否 罕见 罕 盲 仍 才 最后 擅自 低 小 弱 空 分离 歧 差 异 疑 单独 隐 暂 空 远离 错 绝 假 却 但 而是",
            spaced=False,
        ),
        "th": _of(
            "ไม่ มิ อย่า",
            "ไม่เพียง ไม่ใช่เพียง ไม่ใช่แค่ ไม่ได้เพียง ไม่ได้แค่ ไม่แต่ ไม่ว่า หรือไม่ ไม่นาน ไม่น้อย ไม่กี่ ไม่อย่างนั้น มิฉะนั้น "
            "มิเช่นนั้น ไม่เช่นนั้น ไม่งั้น มิใช่เพียง มิใช่แค่ ไม่ต้องสงสัย ไม่ไกล ไม่หยุดยั้ง ไม่แพ้ อย่าง ไม่เฉพาะ ไม่มีข้อสงสัย ไม่สิ้นสุด ไม่ขาดสาย ไม่เกิน "
            "ไม่ต่ำกว่า ไม่ถึงหนึ่ง ใช่หรือไม่ ไม่แปลก ไม่ใช่น้อย ไม่เคยมีมาก่อน อย่าลืม พลาดไม่ได้ ไม่ต่าง ยังไม่หมดอายุ ไม่รุนแรง เพื่อไม่ให้ ไม่จำกัด ไม่ใช่เฉพาะ มินิ มิถุ มิต มิน มิล มิส มิว มิก มิช มิย มิร มิค",
            "ไม่ได้ ไม่มี ไม่ใช่ ไม่เคย ไม่สามารถ ไม่ควร ไม่ต้อง ไม่อาจ ไม่ยอม ยังไม่ ไม่เป็น ไม่พบ ไม่จำเป็น ไม่เห็น ไม่อยาก ไม่รู้ จะไม่ มิได้ มิใช่ มิอาจ มิควร",
            "ไม่ มิให้ มิต้อง อย่า",
            "ไม่ ไร้ ขาด ปราศจาก ปฏิเสธ ล้มเหลว ยาก ห้าม หยุด เลี่ยง ป้องกัน ยกเว้น เว้น น้อย อย่า ต้าน งด ระงับ นอกจาก แทบ แทนที่ "
            "สูญ ยกเลิก คัดค้าน ต่อต้าน ลืม พลาด ผิด ตาย โมฆะ หมด หาย เลิก พ้น ยุติ เกิน ก่อน นอก เท่านั้น เพียง แต่ อโหสิ อิสระ กีดกัน ยับยั้ง ขัด",
            inner="ที่ไม่ การไม่ ความไม่ อย่างไม่ ซึ่งไม่",
            spaced=False,
        ),
        "lo": _of(
            "ບໍ່ ບ່ໍ ຢ່າ ມິ",
            "ບໍ່ພຽງ ບໍ່ແມ່ນພຽງ ບໍ່ໄດ້ພຽງ ຫຼືບໍ່ ຫລືບໍ່ ບໍ່ວ່າ ບໍ່ດົນ ບໍ່ໜ້ອຍ ບໍ່ນ້ອຍ ບໍ່ເທົ່າໃດ ບໍ່ສະເພາະ ຢ່າງ ບໍ່ດັ່ງນັ້ນ ບໍ່ໄກ ບໍ່ຢຸດຢັ້ງ ບໍ່ເກີນ ບໍ່ຕ່ຳກວ່າ "
            "ບໍ່ພຽງ ຫຼື_ບໍ່ ບໍ່ມີຂໍ້ສົງໄສ ບໍ່ສິ້ນສຸດ ບໍ່ຈຳກັດ",
            "ບໍ່ ບ່ໍ ຢ່າ ມິໄດ້ ມິອາດ ມິໃຫ້",
            "",
            "ບໍ ບໍ່ ບ່ໍ ຂາດ ໄຮ້ ປາສະຈາກ ປະຕິເສດ ລົ້ມເຫຼວ ລົ້ມເຫລວ ຍາກ ຫ້າມ ຢຸດ ຫຼີກ ຫລີກ ປ້ອງກັນ ຍົກເວັ້ນ ໜ້ອຍ ນ້ອຍ ແທນທີ່ ສູນເສຍ ຍົກເລີກ ຄັດຄ້ານ "
            "ຕໍ່ຕ້ານ ລືມ ພາດ ຜິດ ຫມົດ ໝົດ ເລີກ ພົ້ນ ຢ່າ ນອກ ກ່ອນ ພຽງ ເທົ່ານັ້ນ ແຕ່ ຕາຍ ອິດສະລະ",
            inner="ທີ່ບໍ່ ການບໍ່ ຄວາມບໍ່ ຢ່າງບໍ່",
            spaced=False,
        ),
        "km": _of(
            "មិន ពុំ គ្មាន អត់ កុំ ឥត",
            "មិនអីទេ មិនា មិថុនា មិនត្រឹម មិនត្រឹមតែ មិនគ្រាន់តែ មិនមែនត្រឹម មិនមែនគ្រាន់តែ មិនមែនតែ មិនថា ឬមិន ឬអត់ ឬ_មិន មិនយូរប៉ុន្មាន មិនយូរ អត់ឱន អត់ធ្មត់ អត់ឃ្លាន "
            "កុំព្យូទ័រ កុំព្យូទ័ ឥតគិតថ្លៃ ឥតខ្ចោះ ឥតឈប់ មិនឈប់ មិនតិច មិនឆ្ងាយ មិនតែ មិនសង្ស័យ គ្មានសង្ស័យ គ្មានមន្ទិល មិនលើស មិនចំពោះ អត់ទ្រាំ មិនចេះចប់ មិនដូច្នេះ មិនដូច្នោះ",
            "មិន ពុំ គ្មាន កុំ ឥត អត់",
            "",
            "មិន ពុំ គ្មាន អត់ កុំ ឥត ខ្វះ បរាជ័យ បដិសេធ លំបាក ពិបាក ហាម ឈប់ ជៀស ការពារ លើកលែង តិច បាត់ ប្រឆាំង លុប ខក ខុស រំខាន ផុត អស់ ភ្លេច "
            "ក្រៅពី ជំនួស មុន តែ ទាស់ បញ្ចប់ រារាំង ខាន ស្លាប់ កម្រ",
            inner="ដែល​?មិន ការ​?មិន ភាព​?មិន ដែល​?ពុំ ដែល​?គ្មាន មិនធម្មតា មិនប្រក្រតី មិនទៀង មិនផ្ទាល់ មិនផ្លូវការ មិនច្បាស់ មិនល្អ មិនស្រួល",
            spaced=False,
        ),
        "my": Negation(
            ("မ",),
            _burmese(),
            re.compile(
                "(?<!\u1039)မ[က-အ](?![\u1037\u1039\u103a])|ဘူး|မဲ့|ကင်း|ငြင်း|ခက်|တား|ရှောင်|ကာကွယ်|မှလွဲ၍|နည်း|ပျောက်|ဆန့်ကျင်|ရပ်|ပျက်|"
                "ရှုံး|ချွတ်|ကန့်|ပယ်|အစား|လွတ်|ဖယ်|ဖျက်|မေ့|လွဲ|ရှား|ပိတ်|အပြင်|မှား"
            ),
        ),
        "ta": Negation(
            ("ல்ல", "ாத", "ாது", "ாம", "ன்றி", "ண்டாம்", "மாட்டா", "முடியா"),
            _tamil(),
            re.compile(
                "ல்லை|ல்லா|ாத|ாம[லை]|ன்றி|தடை|மறு|தவிர|தோல்வி|குறை|கடின|அரி|தடு|நிறுத்த|எதிர்|இழ|நீக்|விலக்|சிரம|ரத்து|புறக்கணி|மாறாக|பதிலாக|முன்|"
                "அல்ல|சில|தவற|முடியா|இயலா|ற்ற|ல்ல|மட்டும|ாவி|இன்மை|கைவிட"
            ),
        ),
    }
)  # fmt: skip
