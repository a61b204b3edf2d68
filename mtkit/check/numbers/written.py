"""How the news of each language writes an amount in a currency, as data.

Codes are ISO 4217; a code with ``?`` is a name that several currencies share (dollar, peso, rupee) and stays as vague
as it was. An entry is ``CODE word``, or ``CODE`` and a pattern with ``{}`` for the number. A language that has no
certain word for a currency has no entry. Every form is one that the check of numbers reads back (``priced``).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["WRITTEN"]

_WRITTEN = {
    "en": """
CNY yuan;USD US dollars;USD? dollars;SGD Singapore dollars;HKD Hong Kong dollars;BND Brunei dollars;MYR ringgit
IDR rupiah;THB baht;LAK kip;KHR riel;MMK kyat;VND dong;PHP Philippine pesos;PHP? pesos;EUR euros;JPY yen
KRW South Korean won;INR Indian rupees;INR? rupees;GBP British pounds
""",
    "zh": """
CNY 元;USD 美元;SGD 新元;HKD 港元;BND 文莱元;MYR 林吉特;IDR 印尼盾;THB 泰铢;LAK 基普;KHR 瑞尔;MMK 缅元;VND 越南盾
PHP 菲律宾比索;PHP? 比索;EUR 欧元;JPY 日元;KRW 韩元;INR 印度卢比;INR? 卢比;GBP 英镑
""",
    "zh-Hant": """
CNY 元人民幣;USD 美元;SGD 新加坡元;HKD 港元;MYR 令吉;IDR 印尼盾;THB 泰銖;KHR 瑞爾;MMK 緬元;VND 越南盾;PHP? 披索
EUR 歐元;JPY 日圓;KRW 韓元;INR? 盧比;GBP 英鎊
""",
    "id": """
CNY yuan;USD dolar AS;USD? dolar;SGD dolar Singapura;HKD dolar Hong Kong;BND dolar Brunei;MYR ringgit;IDR Rp{}
THB baht;LAK kip;KHR riel;MMK kyat;VND dong;PHP peso Filipina;PHP? peso;EUR euro;JPY yen;KRW won Korea
INR? rupe;GBP pound sterling
""",
    "ms": """
CNY yuan;USD dolar AS;USD? dolar;SGD dolar Singapura;HKD dolar Hong Kong;BND dolar Brunei;MYR RM{};IDR rupiah
THB baht;LAK kip;KHR riel;MMK kyat;VND dong;PHP peso Filipina;PHP? peso;EUR euro;JPY yen;KRW won Korea
INR? rupee;GBP paun sterling
""",
    "fil": """
CNY yuan;USD US dollar;USD? dolyar;SGD Singapore dollar;HKD Hong Kong dollar;BND Brunei dollar;MYR ringgit;IDR rupiah
THB baht;LAK kip;KHR riel;MMK kyat;VND dong;PHP piso;PHP? peso;EUR euro;JPY yen;INR? rupee;GBP pound sterling
""",
    "vi": """
CNY nhân dân tệ;USD USD;USD? đô la;SGD đô la Singapore;HKD đô la Hồng Kông;BND đô la Brunei;MYR ringgit;IDR rupiah
THB baht;LAK kip;KHR riel;MMK kyat;VND đồng;PHP peso Philippines;PHP? peso;EUR euro;JPY yên Nhật;KRW won;INR? rupee
GBP bảng Anh
""",
    "th": """
CNY หยวน;USD ดอลลาร์สหรัฐ;USD? ดอลลาร์;SGD ดอลลาร์สิงคโปร์;HKD ดอลลาร์ฮ่องกง;BND ดอลลาร์บรูไน;MYR ริงกิต
IDR รูเปียห์;THB บาท;LAK กีบ;KHR เรียล;MMK จ๊าต;VND ด่ง;PHP เปโซฟิลิปปินส์;PHP? เปโซ;EUR ยูโร;JPY เยน;KRW วอน
INR? รูปี;GBP ปอนด์สเตอร์ลิง
""",
    "lo": """
CNY ຢວນ;USD ໂດລາສະຫະລັດ;USD? ໂດລາ;SGD ໂດລາສິງກະໂປ;HKD ໂດລາຮົງກົງ;BND ໂດລາບຣູໄນ;MYR ຣິງກິດ;IDR ຣູເປຍ;THB ບາດ
LAK ກີບ;VND ດົ່ງ;PHP? ເປໂຊ;EUR ເອີໂຣ;JPY ເຢນ;KRW ວອນ;INR? ຣູປີ
""",
    "km": """
CNY យ័ន;USD ដុល្លារអាមេរិក;USD? ដុល្លារ;SGD ដុល្លារសិង្ហបុរី;HKD ដុល្លារហុងកុង;BND ដុល្លារប្រ៊ុយណេ;MYR រីងហ្គីត
IDR រូពៀ;THB បាត;LAK គីប;KHR រៀល;MMK គ្យាត;VND ដុង;PHP? ប៉េសូ;EUR អឺរ៉ូ;JPY យ៉េន;KRW វ៉ុន;INR? រូពី
""",
    "my": """
CNY ယွမ်;USD အမေရိကန်ဒေါ်လာ;USD? ဒေါ်လာ;SGD စင်ကာပူဒေါ်လာ;HKD ဟောင်ကောင်ဒေါ်လာ;BND ဘရူနိုင်းဒေါ်လာ;MYR ရင်းဂစ်
IDR ရူပီယာ;THB ဘတ်;LAK ကစ်ပ်;KHR ရီယယ်;MMK ကျပ်;VND ဒေါင်;PHP? ပီဆို;EUR ယူရို;JPY ယန်း;KRW ဝမ်;INR? ရူပီး
""",
    "ta": """
CNY யுவான்;USD அமெரிக்க டாலர்;USD? டாலர்;SGD சிங்கப்பூர் டாலர்;HKD ஹாங்காங் டாலர்;BND புருணை டாலர்;MYR ரிங்கிட்
IDR ரூபியா;THB பாட்;LAK கிப்;MMK கியாட்;VND டாங்;PHP? பெசோ;EUR யூரோ;JPY யென்;KRW வொன்;INR? ரூபாய்
""",
    "pt": """
CNY yuans;USD dólares americanos;USD? dólares;SGD dólares de Singapura;HKD dólares de Hong Kong
BND dólares do Brunei;MYR ringgits;IDR rupias indonésias;THB bahts;LAK kips;KHR riéis;MMK kyats;VND dongs
PHP pesos filipinos;PHP? pesos;EUR euros;JPY ienes;KRW wons;INR rupias indianas;GBP libras esterlinas
""",
    "tet": """
CNY yuan;USD dolar amerikanu;USD? dolar;AUD dolar australianu;EUR euro;JPY ien;THB baht;MYR ringgit
""",
}


def _forms(text: str) -> Mapping[str, str]:
    cells = (cell.strip() for line in text.strip().splitlines() for cell in line.split(";"))
    return MappingProxyType({code: form for code, _, form in (cell.partition(" ") for cell in cells if cell)})


WRITTEN: Mapping[str, Mapping[str, str]] = MappingProxyType({code: _forms(text) for code, text in _WRITTEN.items()})
"""Language -> ISO 4217 code (with ?) -> the word for it, or a pattern with ``{}``."""
