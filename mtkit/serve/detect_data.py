"""What tells one language from another: small words with their weights, letters, endings, and Chinese characters."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["ENDINGS", "LETTERS", "SIMPLIFIED", "TRADITIONAL", "WORDS"]


def _weighed(plain: str, strong: str = "", weak: str = "") -> Mapping[str, float]:
    """Words by their weight: 1 each, 2 for those of one language alone, 0.4 for those that prove little."""
    rows = dict.fromkeys(plain.split(), 1.0)
    rows.update(dict.fromkeys(strong.split(), 2.0))
    rows.update(dict.fromkeys(weak.split(), 0.4))
    return MappingProxyType(rows)


_MALAY = (
    "yang dan di untuk dengan ini itu pada adalah dari dalam tidak oleh sebagai akan juga ke mereka telah "
    "atau dapat ada kepada antara lebih satu banyak orang tahun hari para negara seperti secara hanya "
    "kita kami saya anda ia dia besar menjadi dilakukan digunakan sangat merupakan sebuah seorang hingga "
    "tetapi masih sudah belum dua tiga tersebut beberapa musim namun sehingga sejak selama minggu serta "
    "terhadap bersama ketika sebelum pihak"
)

WORDS: Mapping[str, Mapping[str, float]] = MappingProxyType(
    {
        "en": _weighed(
            "the of and to in is was for that with as on by are be this from it were have has had at which or not "
            "an but they their also been he his she her you your we our will would can could its more than "
            "who what when where there into after before about said all one two new other some people over "
            "these those while between during only most many such out up so if no do does did how may",
            weak="a i on at no to so dia",
        ),
        "id": _weighed(
            _MALAY,
            "bahwa karena bisa hal lainnya sebagian bagian memiliki berbeda saja mobil inggris kota eropa situs "
            "meskipun kecepatan yaitu yakni perusahaan layanan area tanggal kondisi izin berarti berbagai sulit "
            "serikat internasional hukum aktivitas bahkan turis lewat ilmuwan biaya menemukan telepon punya "
            "maupun maskapai korban kasus energi warga wisatawan tiongkok televisi mencoba menciptakan kecelakaan "
            "jepang informasi demikian terbatas wisata tingkat tentara setidaknya prancis posisi populer "
            "persyaratan persen modern menit melewati kemampuan kelompok kartu uni terkadang stasiun standar "
            "selanjutnya sedangkan pribadi pernyataan pasar pajak olahraga mencakup memulai membutuhkan maret "
            "juni juli agustus kendaraan jenderal hewan fisik bervariasi aturan sejumlah memungkinkan mulai "
            "disebut universitas uang toko tim terkait teman suara siswa resmi publik perilaku nyaman mendukung "
            "medis mantan lokal kesehatan kantor ilegal diperkirakan dibangun daring daftar berwenang bepergian "
            "bandara terlihat agen tergantung tapi spesifik situasi sebagaimana saling rencana relatif perangkat "
            "pasien partai nuklir nomor muncul mirip konstruksi klub keuangan imigrasi ikut fasilitas ekspor "
            "impor dukungan desain dekade berhasil aliansi misalnya alasan pihak provinsi nggak senin jumat "
            "antarnegara kerja produksi transportasi investasi kebijakan bupati gubernur perkotaan listrik "
            "komunitas kualitas saat ketika usai ujar tutur ungkap terjadi setelah militer spanyol italia badai "
            "dikenal sansekerta menurut ditemukan ruangan elemen asuransi kewajiban grup etnis tes kotak nasional "
            "laporan cuaca tiket langsung pertandingan akibat lokasi pun pukul",
        ),
        "ms": _weighed(
            _MALAY,
            "bahawa boleh daripada kerana syarikat mempunyai semasa selepas bandar beliau berbeza ialah bahagian "
            "walaupun eropah tempatan perkhidmatan berkenaan apabila pelbagai terdapat sebahagian laluan kanak- "
            "kanak cuba perkara bermaksud aktiviti semula sekiranya menyertai kelajuan pelancongan laman dikenali "
            "kawasan kira-kira tiada sukar sukan stesen sebarang olimpik kes dipanggil berkuasa telefon saintis "
            "maklumat iaitu dijangka baharu antarabangsa pelancong terhad tempoh sebilangan pegawai moden "
            "menyokong kenderaan dibina berbanding berlaku terutamanya televisyen tarikan perubatan peratus "
            "pembinaan nombor membenarkan lawatan kesan keperluan kekal kadar jepun inggeris haiwan bermula asas "
            "amat awam polis tahap sokongan sahaja rakan pasaran minit mesti memulakan memandu mangsa mac jun "
            "julai ogos kesatuan kemalangan kemahiran kebangsaan kad jeneral fizikal filem fasa ejen berhampiran "
            "melancong bagaimanapun rakyat lelaki universiti turut sesetengah rasmi popular pesakit perlembagaan "
            "pemandu parti pakar kos kawalan kajian jambatan diraja berikutan askar wang teruk siasatan "
            "seterusnya sentiasa senarai sempadan samada persekitaran peribadi perbezaan nuklear menyiasat "
            "mengikut menghantar mengekalkan meneruskan manakala komuniti kewangan kesihatan kelab kedai kaedah "
            "imigresen ianya ditemui dipercayai diluluskan bertujuan berkualiti berjaya cukai bekas perbelanjaan "
            "keselamatan kerap isnin khamis jumaat ahad kerjasama produksyen pengangkutan pelaburan belanjawan "
            "mesyuarat kerajaan elektrik kualiti kini malah mahu ramai perdana hospital nampak hendaklah eksport "
            "import katanya menerusi susulan sejuk sepanyol tentera kira ribut salji mana kanak hidupan "
            "dilahirkan kereta perkataan kumpulan ais taufan setakat perarakan kemboja itali sebenar perancis "
            "disebabkan tasik segi tropika persembahan mencipta runtuhan permulaan merosakkan perlawanan mula "
            "tarikh tamat semalam rantau jiran amnya abjad hadapan kelihatan batu memerlukan sewaktu perkahwinan "
            "pergunungan baki mewujudkan kuasa perasaan talian tingkap standard hujung menentang sepatutnya bilik "
            "bas bila ahli perlu tumpuan saintifik puak perniagaan perbicaraan merangkumi memenangi berkata lepas "
            "jawatankuasa setiausaha timbalan",
        ),
        "vi": _weighed(
            "và của là có được cho không trong các một với những này đã người để từ khi đến như cũng ở trên vào "
            "ra về tại sẽ nhiều hơn năm đó bị bởi nhưng theo sau ngày nước đang rất phải lại còn hay",
            weak="la va co cua duoc cho khong trong cac mot voi nhung nay da nguoi de tu khi den nhu",
        ),
        "fil": _weighed(
            "ang ng mga na ay at ni kay si para may mula dahil kung kapag pero ngunit subalit bilang "
            "hindi ito iyon nito niya nila siya sila kanilang kanyang aming ating namin natin ko mo po "
            "noong nang isang dalawang tatlong lahat ilan ilang iba ibang bawat wala walang mayroon maaari "
            "maaaring sinabi ayon tungkol pagkatapos bago habang upang kaya doon dito rin din lamang lang "
            "pang nasa ukol araw taon tao mga-bagay napaka pinaka naging magiging gayunpaman",
            "mga ng",
            "sa na at si ni po may para bago la",
        ),
        "pt": _weighed(
            "que de o e do da em um uma para com não os as no na dos das por mais se foi ao ele ela como mas "
            "são ou também pelo pela pelos pelas nos nas aos às seu sua seus suas ser ter está estão foram era "
            "eram há já muito entre sobre após até isso este esta esse essa quando onde depois antes "
            "disse todos ainda pode podem anos ano dia país pessoas",
            "não são também você está até há às",
            "a o e de da em no na se as para ou mas",
        ),
        "tet": _weighed(
            "ho iha ne'e ne'ebe ne'ebé nia sira ba husi hosi hodi katak mak ida no nu'udar hanesan tanba tamba "
            "la laiha sei tenke bele maibe maibé ita ami hau ha'u ema rua tolu hotu hotu-hotu barak tinan loron "
            "fulan uma timor-leste timór nasaun governu prezidente ministru serbisu halo hetan simu fó fo hato'o "
            "dehan hateten liu hamutuk kona-ba kona atu mos mós ona hela tiha dalan rai labele seluk rasik "
            "durante liuhusi povu komunidade edukasaun saude saúde",
            "iha ne'ebe ne'ebé husi hosi katak nia sira ne'e laiha hodi",
            "no ba la ho uma kona sei ida",
        ),
    }
)

LETTERS: Mapping[str, tuple[str, float]] = MappingProxyType(
    {
        "vi": ("ơưđạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ", 1.0),
        "pt": ("ãõç", 0.8),
    }
)
"""Letters of one language alone, and the weight of each."""

ENDINGS: tuple[tuple[str, str, float], ...] = (
    ("en", "ing", 0.3),
    ("en", "tion", 0.5),
    ("en", "ly", 0.3),
    ("en", "ed", 0.3),
    ("en", "ment", 0.2),
    ("id", "isasi", 0.5),
    ("id", "itas", 0.7),
    ("id", "nya", 0.25),
    ("ms", "nya", 0.15),
    ("id", "kan", 0.25),
    ("ms", "kan", 0.25),
    ("ms", "syen", 1.5),
    ("ms", "iti", 0.7),
    ("ms", "lah", 0.2),
    ("pt", "ção", 1.0),
    ("pt", "mente", 0.6),
    ("pt", "dade", 0.5),
    ("pt", "amento", 0.4),
    ("tet", "saun", 1.0),
    ("tet", "dade", 0.3),
    ("tet", "mentu", 1.0),
    ("fil", "hin", 0.3),
)
"""What words of a language end in, where the word itself tells nothing: the language, the ending, its weight."""

TRADITIONAL = (
    "們個來時為這國會學說對過動還發經電實長門問間見現種業東車馬書開關語話請讓誰錢銀鐵頭題體點無應從後將當與產"
    "區議導報場員機構歷軍達運連進選遠邊廣歲聲號頁項預領顯風飛館龍麗聯辦務勞勢華萬億兩鄉鎮爾亞羅島戰標節約紅綠"
    "紀錄黃買賣讀寫響護舊壓縣協陳陽陰際隨離難靈順頓額願類飲養駐驗魚鳥麥齊齒條維結統絕續線級細組終給網緊練總績"
    "織職聽腦艦舉蘭蟲補裝規視覽親觀觸計訂訓記許訪設訴診評詞試詳認諾謝證譯豐貝負財責貨質貿費資賓賽趙踐軟較載輕"
    "輪輸轉轟農適遷鄰醫釋針鋼錯鍵鏡鐘閉閱闊陣陸險雖雙雜霧靜韓頂頻顆驚髒鮮鹽"
)
"""Frequent characters that Simplified Chinese writes in another way, as Traditional Chinese has them."""

SIMPLIFIED = (
    "们个来时为这国会学说对过动还发经电实长门问间见现种业东车马书开关语话请让谁钱银铁头题体点无应从将当与产区"
    "议导报场员机构历军达运连进选远边广岁声号页项预领显风飞馆龙丽联办务劳势华万亿两乡镇尔亚罗岛战标节约红绿纪"
    "录黄买卖读写响护旧压县协陈阳阴际随离难灵顺顿额愿类饮养驻验鱼鸟麦齐齿条维结统绝续线级细组终给网紧练总绩织"
    "职听脑舰举兰虫补装规视览亲观触计订训记许访设诉诊评词试详认诺谢证译丰贝负财责货质贸费资宾赛赵践软较载轻轮"
    "输转轰农适迁邻医释针钢错键镜钟闭阅阔阵陆险虽双杂雾静韩顶频颗惊脏鲜盐"
)
"""Frequent characters that Simplified Chinese has and Traditional Chinese has not."""
