"""Names and signs of currencies in each language, as data.

Codes are ISO 4217. An entry is ``CODE name|name``; a name is a regular expression for lower-case text with ASCII
digits. A code with ``?`` or ``+`` marks names of several currencies, one with a star (``KRW* won``) names that are
other words as well: they can meet an amount of the source, and are demanded only after a number that looks like money.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["ALSO", "CURRENCY_NAMES", "PLACES", "SHOWN", "SIGNS"]

_SIGNS = """
USD us$|usd|u.s.$|us$.;CNY cny|rmb|cn¥|cn￥;CNY? ¥|￥;USD? $|＄;SGD s$|sgd|sg$;HKD hk$|hkd;TWD nt$|twd;MOP mop|mop$
AUD aud|aud$|au$|a$;CAD cad|cad$|c$|ca$;NZD nz$|nzd;BND b$|bnd;MYR rm|myr;IDR rp|rp.|idr;VND vnd|vnđ|₫
THB thb|฿;PHP php|₱;LAK lak|₭;KHR khr|៛;MMK mmk;EUR €|eur;JPY jpy|jp¥;KRW krw|₩;GBP £|gbp;INR inr|₹
INR? rs|rs.;BRL r$|brl;RUB rub|₽;CHF chf
"""

# Names, the more exact before the general.
_NAMES = {
    "zh": """
CNY 元人民[币幣]|元\\(人民币\\)|人民[币幣]|块钱;USD 美元|美金;EUR 欧元|歐元;JPY 日元(?![宵旦])|日圆|日圓|元日币
KRW 韩元|韩圆|韓元;HKD 港元|港币|港幣|元港币;TWD 新台币|新臺幣|台币|元新台币;MOP 澳门元|澳門元|葡币
SGD 新加坡元|新元|新币|坡币|元新币;BND 文莱元|文莱币|文币|汶元;AUD 澳元|澳大利亚元|澳币;CAD 加元|加拿大元|加币
NZD 纽元|新西兰元|纽币;MYR 林吉特|令吉|马币|馬幣|零吉;IDR 印尼盾|印度尼西亚盾|印尼卢比;VND 越南盾|越盾|越南盾
IDR? 盾;THB 泰铢|泰銖|铢|銖;LAK 基普|老挝币;KHR 瑞尔|瑞爾|柬币;MMK 缅元|缅币|緬元|緬幣|缅甸元
PHP 菲律宾比索|菲币;PHP? 比索|披索;INR 印度卢比;INR? 卢比|盧比;GBP 英镑|英鎊;GBP* 镑|鎊;RUB 卢布;BRL 雷亚尔
CHF 瑞士法郎;CHF? 法郎;CNY+ 元(?![首素旦宵论宇凶勋老月])|圆
""",
    "en": """
CNY yuan|renminbi;USD (?:us|u\\.s\\.|american|united states) dollars?;SGD singapore(?:an)? dollars?
HKD hong kong dollars?;TWD (?:new )?taiwan dollars?;AUD australian dollars?;CAD canadian dollars?
NZD new zealand dollars?;BND brunei dollars?;USD? dollars?;MYR (?:malaysian )?ringgits?
IDR (?:indonesian )?rupiahs?;THB (?:thai )?bahts?;LAK (?:lao )?kips?;KHR (?:cambodian )?riels?
MMK (?:myanmar )?kyats?;VND (?:vietnamese )?dongs?;PHP philippine pesos?;PHP? pesos?;EUR euros?
JPY (?:japanese )?yen;KRW (?:south )?korean won;KRW* won;INR indian rupees?;INR? rupees?
GBP pounds? sterling|british pounds?;GBP* pounds?;RUB rubles?|roubles?;BRL reais;CHF swiss francs?;CHF? francs?
""",
    "id": """
CNY yuan|renminbi;USD dol[la]+r (?:as|amerika(?: serikat)?|us);SGD dol[la]+r singapura;HKD dol[la]+r hong ?kong
TWD dol[la]+r (?:baru )?taiwan;AUD dol[la]+r australia;CAD dol[la]+r kanada;NZD dol[la]+r selandia baru
BND dol[la]+r brunei;USD? dol[la]+r|\\w*dolar;MYR ringgit;IDR rupiah;THB baht;LAK kip;KHR riel;MMK kyat;VND dong
PHP peso filipina;PHP? peso;EUR euro;JPY yen;KRW won korea;KRW* won;INR rupee|rupe india;INR? rupe
GBP pound ?sterling|pound inggris;GBP* pound|pon;RUB rubel;BRL real brasil;CHF franc swiss;CHF? franc
""",
    "ms": """
CNY yuan|renminbi;USD dolar (?:as|amerika(?: syarikat)?|us);SGD dolar singapura;HKD dolar hong ?kong
TWD dolar (?:baru )?taiwan;AUD dolar australia;CAD dolar kanada;NZD dolar new zealand;BND dolar brunei
USD? dolar;MYR ringgit;IDR rupiah;THB baht;LAK kip;KHR riel;MMK kyat;VND dong;PHP peso filipina;PHP? peso
EUR euro;JPY yen;KRW won korea;KRW* won;INR rupee india;INR? rupee
GBP paun sterling|pound sterling|paun british|pound britain;GBP* paun|pound;RUB ruble;CHF? franc
""",
    "fil": """
CNY yuan|renminbi
USD d[oó]l[yl]?ar(?:es)? ng (?:us|estados unidos|amerika)|us d[oó]l+[y]?ars?|dolyar ng u\\.s\\.
SGD dolyar ng singapore|singapore dollars?;HKD dolyar ng hong kong|hong kong dollars?
AUD dolyar ng australia|australian dollars?;CAD dolyar ng canada|canadian dollars?
BND dolyar ng brunei|brunei dollars?;USD? d[oó]l+[y]?ar(?:es|s)?;MYR ringgit;IDR rupiah;THB baht;LAK kip
KHR riel;MMK kyat;VND dong;PHP piso|pisong;PHP? peso|pesos;EUR euro|yuro;JPY yen;KRW* won
INR? rupee|rupees|rupya|rupi;GBP pound sterling|libra esterlina;GBP* pounds?|libra|libras;RUB ruble;CHF? franc
""",
    "vi": """
CNY (?:đồng )?nhân dân tệ|(?:đồng )?ndt|tệ;USD (?:đồng )?(?:đô[- ]?la|đôla) (?:mỹ|hoa kỳ)
SGD (?:đồng )?(?:đô[- ]?la|đôla) singapore;HKD (?:đồng )?đô[- ]?la (?:hồng kông|hong kong)
TWD (?:đồng )?(?:tân đài tệ|đài tệ|đô[- ]?la đài loan);AUD (?:đồng )?đô[- ]?la (?:úc|australia)
CAD (?:đồng )?đô[- ]?la canada;NZD (?:đồng )?đô[- ]?la new zealand;BND (?:đồng )?đô[- ]?la brunei
USD? (?:đồng )?(?:đô[- ]?la|đôla|đô);MYR (?:đồng )?ringgit;IDR (?:đồng )?rupiah;THB (?:đồng )?(?:baht|bạt)
LAK (?:đồng )?kíp|kip;KHR (?:đồng )?riel;MMK (?:đồng )?kyat;PHP (?:đồng )?peso philippines;PHP? (?:đồng )?peso
EUR (?:đồng )?(?:euro|ơ-rô);JPY (?:đồng )?(?:yên|yen)(?: nhật)?;KRW (?:đồng )?won;INR? (?:đồng )?(?:rupee|rupi)
GBP (?:đồng )?bảng(?: anh)?;RUB (?:đồng )?(?:rúp|rup);CHF? franc|phơ-răng
VND đồng(?! (?:chí|minh|nghiệp|bào|đội|ý|hồ|thời|loạt|hương|tác|môn|tiền|xu|hành|bằng|nhất|tính|sáng|bộ))|đ
""",
    "th": """
CNY (?:เงิน)?หยวน|เรนมินบิ;USD (?:ดอลลาร์|ดอลล่าร์|เหรียญ|ดอลลา)(?:สหรัฐ|อเมริกา|อเมริกัน);SGD (?:ดอลลาร์|เหรียญ)สิงคโปร์
HKD (?:ดอลลาร์|เหรียญ)ฮ่องกง;TWD ดอลลาร์(?:ใหม่)?ไต้หวัน;AUD ดอลลาร์ออสเตรเลีย;CAD ดอลลาร์แคนาดา;NZD ดอลลาร์นิวซีแลนด์
BND ดอลลาร์บรูไน;USD? ดอลลาร์|ดอลล่าร์|ดอลลาร์ฯ;USD* เหรียญ;MYR ริงกิต;IDR รูเปียห์|รูเปีย|รูเปียะห์;THB บาท(?!หลวง);LAK กีบ
KHR เรียล;MMK จ๊าต|จ๊าด|จัต;VND ด่ง|ดอง;PHP เปโซฟิลิปปินส์;PHP? เปโซ;EUR ยูโร;JPY เยน;KRW วอน;INR? รูปี
GBP ปอนด์สเตอร์ลิง|ปอนด์อังกฤษ;GBP* ปอนด์;RUB รูเบิล;CHF? ฟรังก์
""",
    "lo": """
CNY (?:ເງິນ)?ຢວນ;USD ໂດລາ(?:ສະຫະລັດ|ອາເມລິກາ|ສະຫະ|ສຫລ);SGD ໂດລາສິງກະໂປ;HKD ໂດລາຮົງກົງ;AUD ໂດລາອົດສະຕາລີ
CAD ໂດລາ(?:ການາດາ|ຄານາດາ);BND ໂດລາບຣູໄນ;USD? ໂດລາ|ໂດລ້າ|ໂດລ່າ|ໂດຣາ;MYR ຣິງກິດ|ລິງກິດ|ຣິງກິຕ;IDR ຣູເປຍ|ລູເປຍ|ຣູປີອາ|ຣູເປຍຫ໌
THB ບາດ|ບາທ;LAK ກີບ;KHR ຣຽນ|ລຽນ|ຣຽລ;MMK ຈັດ|ຈາດ;VND ດົ່ງ|ດົງ|ດອງ;PHP? ເປໂຊ;EUR ເອີໂຣ|ຢູໂຣ|ຢູໂລ|ເອີໂລ;JPY ເຢນ|ເຢັນ;KRW ວອນ
INR? ຣູປີ|ລູປີ;GBP* ປອນ;RUB ຣູເບີນ;CHF? ຟຣັງ
""",
    "km": """
CNY យ័នចិន|ប្រាក់យ័ន|រេនមីនប៊ី;CNY? យ័ន|យន់;USD ដុល្លារ(?:សហរដ្ឋ)?អាមេរិក|ដុល្លាអាមេរិក;SGD ដុល្លារសិង្ហបុរី;HKD ដុល្លារហុងកុង
AUD ដុល្លារអូស្ត្រាលី;CAD ដុល្លារកាណាដា;BND ដុល្លារប្រ៊ុយណេ;USD? ដុល្លារ|ដុល្លា|ដុលា្លរ;MYR រីងហ្គីត|រិងគិត|រីងគីត|រីងហ្គិត|រីងហ្គីតម៉ាឡេស៊ី
IDR រូពីយ៉ា|រូពៀ|រូប៉ី;THB បាត;LAK គីប;KHR រៀល;MMK គីយ៉ាត់|គ្យាត|គីយ៉ាត|ចាត;VND ដុង;PHP? ប៉េសូ|ពេសូ;EUR អឺរ៉ូ|អ៊ឺរ៉ូ;JPY យ៉េន|យេន;KRW វ៉ុន
INR? រូពី;GBP ផោនស្តែលីង;GBP* ផោន;RUB រូប៊ល;CHF? ហ្វ្រង់
""",
    "my": """
CNY (?:တရုတ် ?)?ယွမ်ငွေ|(?:တရုတ် ?)?ယွမ်|ရမ်မင်ဘီ;USD အမေရိကန် ?ဒေါ်လာ;SGD (?:စင်ကာပူ|စလုံး) ?ဒေါ်လာ;HKD ဟောင်ကောင် ?ဒေါ်လာ
AUD ဩစတြေးလျ ?ဒေါ်လာ;BND ဘရူနိုင်း ?ဒေါ်လာ;USD? ဒေါ်လာ|ဒေါ်လ;MYR ရင်းဂစ်;IDR ရူပီးယား|ရူပီယာ|ရူပီယား;THB (?:ထိုင်း)?ဘတ်;LAK ကစ်ပ်|ကစ်
KHR ရီယယ်|ရီယဲ;MMK ကျပ်;VND ဒေါင်|ဒေါင်း;PHP? ပီဆို|ပက်ဆို;EUR ယူရို;JPY ယန်း;KRW ဝမ်|ဝွမ်;INR? ရူပီး;GBP စတာလင်ပေါင်;GBP* ပေါင်;RUB ရူဘယ်
CHF? ဖရန့်
""",
    "ta": """
CNY யுவான்|யுவானுக்|யுவானை|யுவா;USD (?:அமெரிக்க|அமெரிக்கன்|யு\\.?எஸ்\\.?) (?:டாலர்|டொலர்)
SGD சிங்கப்பூர் (?:டாலர்|டொலர்|வெள்ளி);HKD ஹாங்காங் டாலர்|ஹொங்கொங் டாலர்;AUD ஆஸ்திரேலிய(?:ன்)? (?:டாலர்|டொலர்)
CAD கனடிய டாலர்|கனேடிய டாலர்;BND புருணை (?:டாலர்|வெள்ளி);USD? டாலர்|டொலர்;MYR ரிங்கிட்;IDR ரூபியா|ருபியா;THB பாட்|பாத்
LAK கிப்;KHR ரியல்;MMK கியாட்|கியாத்;VND டாங்|டொங்;PHP? பெசோ;EUR யூரோ;JPY யென்;KRW வொன்|வான்;INR இந்திய ரூபா
INR? ரூபாய்|ரூபா|ரூ\\.|ரூ;GBP* பவுண்ட;RUB ரூபிள்;CHF? பிராங்க்
""",
    "pt": """
CNY yuans?|yuanes|iuanes?|renminbi
USD dólar(?:es)? (?:american[oa]s?|norte-american[oa]s?|dos e(?:stados )?u(?:nidos|a))
SGD dólar(?:es)? (?:de )?singapura|dólar(?:es)? singapur[ae]nos?|dólar(?:es)? singapurenses?
HKD dólar(?:es)? de hong kong;AUD dólar(?:es)? australianos?
CAD dólar(?:es)? canadenses?|dólar(?:es)? canadianos?;BND dólar(?:es)? (?:do|de) brunei;USD? dólar(?:es)?
MYR ringgits?;IDR rupias? indonésias?;THB bahts?|bates?;LAK kips?;KHR riel|riels|riéis|rieis;MMK kyats?|quiates?
VND dongs?;PHP pesos? filipinos?;PHP? pesos?;EUR euros?;JPY ienes?|yens?;KRW wons?;INR rupias? indianas?
INR? rupias?|rúpias?;GBP libras? esterlinas?;GBP* libras?;RUB rublos?;BRL reais;CHF francos? suíços?
CHF? francos?
""",
    "tet": """
CNY yuan|renminbi;USD d[oó]lare?s? amerikanu|d[oó]lar? (?:eua|estadus unidus);USD? d[oó]lare?s?|d[oó]lar
IDR rupiah?|rupia indonézia;EUR eurus?|euros?;JPY ien|yen|iene;THB baht;PHP? pezu|peso;GBP* libra
AUD d[oó]lare?s? australianu;MYR ringgit
""",
}  # fmt: skip


def _entries(text: str) -> tuple[tuple[str, str], ...]:
    cells = (cell.strip() for line in text.strip().splitlines() for cell in line.split(";"))
    return tuple((code, names) for code, _, names in (cell.partition(" ") for cell in cells if cell))


CURRENCY_NAMES: Mapping[str, tuple[tuple[str, str], ...]] = MappingProxyType(
    {base: _entries(text) for base, text in _NAMES.items()}
)
"""Language -> pairs of a code (with ?, + or *) and the names for it, as alternatives of a regular expression."""

SIGNS: Mapping[str, str] = MappingProxyType(
    {sign: code for code, signs in _entries(_SIGNS) for sign in signs.split("|")}
)
"""Sign or ISO code, in small letters -> code (with ?)."""

_DOLLARS = frozenset({"USD", "SGD", "HKD", "TWD", "AUD", "CAD", "NZD", "BND"})
ALSO: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "CNY?": frozenset({"CNY", "JPY"}),
        "CNY+": frozenset({"CNY", "SGD", "HKD", "TWD", "BND", "MOP", "AUD", "CAD", "NZD"}),
        "USD?": _DOLLARS,
        "USD*": _DOLLARS,
        "PHP?": frozenset({"PHP", "MXN", "ARS", "COP", "CLP"}),
        "INR?": frozenset({"INR", "IDR", "PKR", "LKR", "NPR"}),
        "IDR?": frozenset({"IDR", "VND"}),
        "CHF?": frozenset({"CHF", "XOF", "XAF", "FRF"}),
    }
)
"""What a name that is not exact may mean."""

PLACES: Mapping[str, str] = MappingProxyType(
    {
        "SGD": "新加坡|狮城|singap|สิงคโปร์|ສິງກະໂປ|សិង្ហបុរី|စင်ကာပူ|சிங்கப்பூ",
        "HKD": "香港|hong ?kong|hồng kông|ฮ่องกง|ຮົງກົງ|ហុងកុង|ဟောင်ကောင်|ஹாங்காங்",
        "TWD": "台湾|臺灣|台灣|台北|taiwan|đài loan|taipei|ไต้หวัน|ໄຕ້ຫວັນ|តៃវ៉ាន់|ထိုင်ဝမ်|தைவான்",
        "BND": "文莱|汶萊|brunei|บรูไน|ບຣູໄນ|ប្រ៊ុយណេ|ဘရူနိုင်း|புருணை",
        "AUD": "澳大利亚|澳洲|australia|úc|ออสเตรเลีย|ອົດສະຕາລີ|អូស្ត្រាលី|ဩစတြေးလျ|ஆஸ்திரேலிய",
        "CAD": "加拿大|canad|kanada|แคนาดา|ການາດາ|កាណាដា|ကနေဒါ|கனடா",
        "NZD": "新西兰|new zealand|selandia baru|นิวซีแลนด์",
    }
)
"""Dollars -> the names of their places: where one is named, 元 and "dollar" may both mean that currency."""

SHOWN: Mapping[str, str] = MappingProxyType(
    {
        "CNY": "yuan", "USD": "US dollar", "EUR": "euro", "JPY": "yen", "KRW": "won", "HKD": "Hong Kong dollar",
        "TWD": "Taiwan dollar", "MOP": "Macao pataca", "SGD": "Singapore dollar", "BND": "Brunei dollar",
        "AUD": "Australian dollar", "CAD": "Canadian dollar", "NZD": "New Zealand dollar", "MYR": "ringgit",
        "IDR": "rupiah", "VND": "dong", "THB": "baht", "LAK": "kip", "KHR": "riel", "MMK": "kyat", "PHP": "peso",
        "INR": "rupee", "GBP": "pound", "RUB": "rouble", "BRL": "real", "CHF": "franc",
    }
)  # fmt: skip
"""Code -> name for the editor."""
