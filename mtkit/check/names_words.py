"""Words with a capital that are translated, not kept: what is in a name without being one. In small letters."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["COMMON_ABBREVIATIONS", "OWN", "SAID_AS", "TITLES", "TRANSLATED", "UNWEIGHED"]

_ENGLISH = """
monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october
november december jan feb mar apr jun jul aug sep sept oct nov dec spring summer autumn winter christmas easter new year
north south east west northern southern eastern western northeast northwest southeast southwest central middle mid upper
lower inner outer far near great grand big little old young royal imperial national international federal state provincial
municipal local regional global world general special joint common united free open public private civil military social
economic cultural political financial industrial commercial agricultural environmental scientific technical medical digital
human natural modern ancient classical traditional popular democratic socialist communist republican liberal conservative
labour labor green blue red white black golden yellow silver bronze first second third fourth fifth sixth seventh eighth
ninth tenth eleventh twelfth one two three four five six seven eight nine ten hundred thousand million billion annual
asia asian africa african europe european america american americas oceania antarctica antarctic arctic pacific atlantic
indian mediterranean caribbean baltic adriatic nordic latin arab arabic arabia middle-east far-east eurasia eurasian
china chinese japan japanese korea korean koreans india indians indonesia indonesian indonesians malaysia malaysian
malaysians singapore singaporean singaporeans thailand thai thais vietnam vietnamese laos lao laotian cambodia cambodian
cambodians myanmar burma burmese philippines philippine filipino filipinos brunei bruneian timor-leste timor timorese
mongolia mongolian russia russian russians ukraine ukrainian ukrainians britain british briton britons england english
scotland scottish wales welsh ireland irish france french germany german germans italy italian italians spain spanish
portugal portuguese netherlands dutch belgium belgian belgians switzerland swiss austria austrian austrians sweden swedish
norway norwegian norwegians denmark danish finland finnish iceland icelandic poland polish czech hungary hungarian
romania romanian romanians bulgaria bulgarian greece greek greeks turkey turkish turks serbia serbian croatia croatian
bosnia albanian albania estonia estonian latvia latvian lithuania lithuanian egypt egyptian egyptians iran iranian iranians
iraq iraqi iraqis israel israeli israelis jordan syria syrian syrians lebanon lebanese palestine palestinian palestinians
saudi emirates qatar yemen kuwait oman pakistan pakistani afghanistan afghan afghans bangladesh nepal nepalese
kenya kenyan nigeria nigerian ethiopia ethiopian somalia somali morocco algeria tunisia libya sudan ghana
canada canadian canadians mexico mexican mexicans brazil brazilian brazilians argentina argentine chile chilean peru
peruvian colombia colombian venezuela venezuelan venezuelans ecuador ecuadorian cuba cuban cubans panama panamanian
haiti jamaica jamaican dominican australia australian australians zealand antilles soviet ottoman roman romans byzantine
assyrian assyrians persian persians babylonian viking vikings mongol mongols celtic germanic slavic hellenistic
tibet tibetan uighur hawaii hawaiian alaska california texas florida greenland greenlandic crimea georgia georgian
armenia armenian azerbaijan kazakhstan uzbekistan turkmenistan kyrgyzstan tajikistan maldives sri lanka guinea
moon earth sun mars venus jupiter saturn mercury galaxy planet space god lord jesus christ bible quran pope saint holy
church christian christians christianity catholic catholics protestant orthodox islam islamic muslim muslims buddhist
buddhists buddhism hindu hindus hinduism jewish jew jews judaism sikh taoist confucian renaissance enlightenment medieval
communism socialism capitalism war wars peace revolution resistance battle civilization civilisation era age period dynasty
empire emperor emperors king queen kingdom prince princess crown duke duchess lord lady sir republic commonwealth union
nations nation country government parliament congress senate house assembly council cabinet committee commission commissioner
court supreme justice judge ministry minister ministers department office agency bureau authority authorities administration
board institute institution institutions university universities college school academy center centre laboratory faculty
museum library gallery theatre theater hospital clinic bank fund foundation trust company corporation corp group
association organization organisation federation confederation league alliance society community partnership network
party parties movement front army navy air force forces fleet corps guard police security intelligence defense defence
affairs foreign interior home finance treasury trade commerce industry agriculture health education science technology
labor employment environment energy transport transportation communications information culture tourism sports sport
justice development planning cooperation relations research conservation meteorological geological weather survey station
president vice prime premier chancellor governor mayor senator representative representatives secretary secretary-general
deputy director director-general chief chairman chairwoman chairperson chair spokesman spokeswoman spokesperson
ambassador envoy consul consulate embassy commander captain colonel colonels major lieutenant sergeant admiral marshal
officer officers superintendent inspector professor doctor dr mr mrs ms miss engineer leader leaders head member members
executive manager editor reporter author artist player players coach driver drivers pilot champion
city town village district county province region area zone island islands peninsula cape bay gulf strait channel canal
sea ocean lake river rivers creek falls waterfall mountain mountains mount hill hills valley desert forest jungle plain
plains plateau coast beach harbor harbour port airport bridge tunnel road street avenue square park garden gardens castle
palace tower temple mosque cathedral abbey fort fortress wall gate house hall building hotel restaurant market mall
plaza stadium arena field ground grounds track line railway rail highway route trail path pass pole hemisphere equator
reserve territory territories capital continent heritage site sites monument memorial
games olympic olympics paralympic winter summer cup championship championships tournament race series season final finals
open formula stage tour festival fair exhibition expo exposition expositions conference summit forum meeting dialogue
agreement treaty convention protocol declaration constitution act law bill charter code article chapter plan program
programme project initiative policy strategy action agenda report statement survey review index study studies journal times
news post daily weekly press television radio channel network media broadcasting magazine newspaper internet web online
day days week month year years century thirty twenty night morning evening today yesterday tomorrow anniversary
hurricane cyclone typhoon storm tropical earthquake flood fire tsunami eruption category disaster crisis emergency
system systems theory model method machine engine computer software data network space shuttle station satellite
aircraft plane flight ship boat train bus car helicopter helicopters missile nuclear atomic
family families people peoples men women man woman boy girl children child youth students student teachers workers
natives native colonists colonist colonial settlers immigrants diplomats officials scientists researchers doctors nurses
police soldiers agents protesters protests residents visitors travelers travellers tourists
anthropology archaeology biology chemistry physics history philosophy psychology medicine engineering mathematics
language languages literature art arts music dance film films book books story stories song award awards prize medal
game figure tribal cretaceous jurassic category class level scale age check learning running meal flyer frequent
indomitable disorder highway pipeline reserve ranger lands cesarean succession nervous preliminary curse revenge kiss
richest never all no not the this that these those there here when where while after before since during although though
however because if as at by for from in into of on onto over under up out with without within between among about above
a an and or but nor so yet it its he she they we you i his her their our your my who what which why how many most some
several every each both other others another more less few also even still just then once only both either neither thus
hence such so-called during despite according based given similarly typically usually recently currently originally
formerly later earlier finally meanwhile instead otherwise perhaps maybe indeed furthermore moreover besides therefore
english-speaking spanish-speaking french-speaking western-style vice-president governor-general engineer-in-chief
co-founder ex-president french-speaking korean-language anti pro non post pre multi trans
uptown former planned personal campground basketball football soccer tours services speedway sealion sanskrit mecca
prague bucharest athens luxembourg botanic belly clay presidential electoral management asset brewery squadron papers airlines airline
geneva vienna brussels moscow beijing tokyo seoul hong kong taiwan macao macau shanghai lisbon london paris rome cairo copenhagen
squadron hussars protons copernicus aristotle plato socrates homer alexander augustus muhammad mohammed malays
initiative belt silk maritime corridor ring lane party-school plenum plenary session delegation delegations
friendship exchange exchanges mutual future shared community neighborhood neighbourhood belts roads
tang ming qing han song yuan sui jin zhou warring kingdoms lunar mid-autumn dragon lantern
eve holiday holidays festival carnival parade ceremony banquet reception tea coffee rice noodle
"""
_MALAY = """
senin selasa rabu kamis jumat sabtu minggu isnin khamis jumaat ahad januari februari maret april mei juni juli agustus
september oktober november desember mac jun julai ogos disember utara selatan timur barat tengah tenggara
laut timurlaut raya besar kecil baru lama tua muda nasional negara negeri antarabangsa internasional umum khusus khas
bersama dunia bumi bulan matahari asia afrika eropa eropah amerika australia antartika arktik pasifik atlantik hindia
cina tiongkok china jepang jepun korea india indonesia malaysia singapura thailand vietnam laos kamboja kemboja myanmar
filipina brunei timor leste rusia ukraina inggris inggeris skotlandia wales irlandia perancis prancis jerman italia itali
spanyol sepanyol portugis portugal belanda belgia swiss austria swedia sweden norwegia norway denmark finlandia islandia
polandia hungaria rumania romania bulgaria yunani turki serbia kroasia mesir iran irak iraq israel suriah syria lebanon
palestina palestin arab saudi pakistan afghanistan afganistan kenya ethiopia etiopia somalia maroko aljazair kanada meksiko
mexico brasil brazil argentina cile chili peru kolombia venezuela kuba panama selandia kerajaan kekaisaran kaisar raja ratu
pangeran putera putra puteri republik uni kesatuan persatuan perserikatan bangsa pemerintah pemerintahan parlemen parlimen
kongres senat dewan majelis majlis komite jawatankuasa komisi suruhanjaya mahkamah hakim kementerian menteri jabatan
departemen kantor pejabat badan biro otoritas pihak berkuasa institut universitas universiti kolese kolej sekolah akademi
pusat museum perpustakaan galeri rumah sakit hospital bank dana yayasan syarikat perusahaan kelompok kumpulan asosiasi
organisasi pertubuhan federasi liga partai parti tentara tentera angkatan darat udara armada polisi polis keamanan
keselamatan pertahanan luar dalam hal ehwal keuangan kewangan perdagangan industri pertanian kesehatan kesihatan pendidikan
sains teknologi lingkungan alam sekitar energi tenaga pengangkutan perhubungan kebudayaan pariwisata pelancongan olahraga
sukan pembangunan kerja sama kerjasama presiden wakil perdana kanselir canselor gubernur gabenor walikota senator
sekretaris setiausaha jenderal jeneral jendral direktur pengarah ketua pengerusi juru bicara jurucakap duta konsul
komandan komander panglima kapten kolonel mayor letnan laksamana perwira pegawai profesor doktor pemimpin kepala anggota
ahli kota bandar desa kampung distrik daerah wilayah provinsi propinsi kawasan pulau kepulauan semenanjung teluk selat
kanal terusan samudra samudera lautan danau tasik sungai air terjun gunung pegunungan bukit lembah gurun hutan dataran
pantai pelabuhan bandara lapangan terbang jembatan jambatan jalan taman kebun istana menara kuil candi masjid gereja katedral
benteng tembok gedung bangunan hotel pasar stadion stadium kutub cagar warisan situs tapak monumen olimpiade olimpik
olympics permainan pesta piala kejuaraan perlombaan musim sirkuit festival pameran konferensi persidangan sidang puncak
forum pertemuan mesyuarat perjanjian traktat konvensi deklarasi konstitusi perlembagaan undang akta hari bulan tahun abad
perang dunia revolusi perlawanan pertempuran peradaban dinasti zaman abad tuhan yesus alkitab injil paus santo santa
kristen kristian katolik protestan ortodoks islam muslim buddha budha hindu yahudi sistem teori badai siklon taufan topan
tropis gempa banjir keluarga orang penduduk warga rakyat pria wanita lelaki perempuan anak komunis sosialis demokrat
republik konservatif putih hitam merah hijau biru kuning emas perak perunggu pertama kedua ketiga keempat kelima
serikat sansekerta sanskerta romawi britania bahasa asiria dingin belahan agung penerus mediterania luksemburg karibia hukum
ekuador tiga tanah liat yudea tinggi terbuka terbaik tahunan suku skala singa sidney seni semi seluruh sejarah satwa saraf saluran
renaisans puluh praha politik pipa perut perkemahan penjara pasal pangkalan pahlawan mentari medis masehi maladewa makkah
makam lima liar layanan lari lalu komunitas kolonis ketujuh keputusan kelas kejayaan kapur jangan inspektur hewan gambar firaun
eksposisi ekspo dominika daftar ciuman bukares balapan balai asli arkeologi antariksa akhir beijing london moskow moskwa tokyo
hukum budaya politik ekonomi keluarga siang malam pagi sore acara kabar berita surat koran majalah penulis wartawan laporan
kerjasama texas florida alaska hawaii california estonia latvia armenia georgia libya kuwait qatar oman nepal bangladesh nigeria ghana algeria
venus latin viking internet london luxembourg greenland peru sudan yaman texas modern hindi uighur uyghur alexander soviet
jalur sutra sabuk inisiatif persahabatan masa depan tahun baru imlek bersatu serantau wilayah maritim
yang dan di ke dari untuk pada dengan ini itu ia dia mereka kami kita anda saya para sang si pak bapak ibu tuan puan
namun tetapi setelah selepas ketika saat jika kalau karena kerana sejak selama semasa menurut beberapa banyak semua
seorang sebuah salah satu hanya juga tidak belum bukan ada jumlah kebanyakan sebagian walaupun meskipun bagi oleh
"""
_PORTUGUESE = """
segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado domingo janeiro fevereiro março abril maio junho julho
agosto setembro outubro novembro dezembro norte sul leste oeste este nordeste noroeste sudeste sudoeste central oriental
ocidental médio média grande pequeno novo nova velho antigo antiga real nacional internacional federal estadual municipal
mundial geral especial unido unidos unida unidas livre aberto público civil militar social ásia áfrica europa américa
américas austrália oceania antártida antártica ártico pacífico atlântico índico mediterrâneo caribe báltico árabe árabes
china japão coreia índia indonésia malásia singapura cingapura tailândia vietnã vietname vietnam laos camboja mianmar mianmá
birmânia filipinas brunei rússia ucrânia inglaterra reino grã-bretanha escócia gales irlanda frança alemanha itália espanha
portugal holanda países baixos bélgica suíça áustria suécia noruega dinamarca finlândia islândia polônia polónia hungria
romênia roménia bulgária grécia turquia sérvia croácia bósnia albânia estônia estónia letônia letónia lituânia egito egipto irã irão iraque
israel jordânia síria líbano palestina arábia saudita emirados catar iêmen iémen paquistão afeganistão quênia quénia nigéria etiópia
somália marrocos argélia tunísia líbia sudão canadá méxico brasil argentina chile peru colômbia venezuela equador cuba
panamá haiti jamaica república dominicana zelândia estados lua terra sol marte vênus júpiter saturno mercúrio deus jesus
cristo bíblia papa são santo santa igreja islã islão guerra mundial revolução resistência batalha civilização era idade
império imperador rei rainha reino príncipe princesa governo parlamento congresso senado câmara assembleia conselho comitê
comité comissão tribunal suprema supremo justiça juiz ministério ministro ministra departamento escritório agência gabinete autoridade
administração instituto universidade faculdade escola academia centro museu biblioteca hospital banco fundo fundação
empresa companhia grupo associação organização federação liga aliança sociedade comunidade partido movimento exército
marinha força forças aérea frota polícia segurança defesa assuntos negócios relações exteriores estrangeiros interior finanças
comércio indústria agricultura saúde educação ciência ciências tecnologia ambiente energia transportes transporte cultura turismo
esportes desporto desenvolvimento presidente vice primeiro primeira chanceler governador prefeito senador deputado secretário
secretário-geral secretária diretor director diretora chefe porta-voz embaixador embaixadora cônsul comandante capitão coronel major tenente
almirante general oficial professor doutor senhor senhora sr sra dr dra cidade vila distrito condado província região ilha
ilhas península cabo baía golfo estreito canal mar oceano lago rio cataratas montanha montanhas monte serra vale deserto
floresta planície costa praia porto aeroporto ponte estrada rua avenida praça parque jardim jardins castelo palácio torre
templo mesquita catedral forte muralha casa hotel mercado estádio polo hemisfério reserva patrimônio património jogos olímpicos olimpíadas
olímpico copa taça campeonato torneio corrida final prêmio prémio circuito festival feira exposição conferência cúpula cimeira fórum
reunião acordo tratado convenção protocolo declaração constituição lei artigo plano programa projeto dia semana mês ano
anos século furacão ciclone tempestade terremoto sismo sistema teoria espacial estação família povo homens mulheres
alemão alemães francês franceses inglês ingleses espanhol espanhóis italiano italianos russo russos chinês chineses japonês americano
americanos europeu europeus romano romanos grego gregos egípcio católica católico cristã cristão muçulmano muçulmanos judeu judeus
união segunda terceira terceiro groenlândia soviética pequim londres moscou moscovo paris roma viena genebra bruxelas tóquio seul
nova negro preto branco verde azul vermelho mundiais inverno verão outono primavera guerras faraó estado deputados vingança
universal tumba trinta travessia transtorno terras sétima supervisão sucessão subcomitê sonda serviço serviços reservas renascimento
prêmios prefeitura praga planejamento pesquisa operação nunca nosso nações médico mundo líder local jogador iorque investigações
internacionais furacões francesa florestal familiar exposições estatal esquadrão espanhola eslováquia egeu décimo doméstica
direito dinastia corte correios comando colônia colégio colinas cinco cervejaria caça britânico britânica belga beijo austral
ativos atenção arqueologia antropologia berlim copenhague bucareste atenas sevilha havana florença veneza milão nápoles turim
rota cinturão seda iniciativa amizade futuro comunidade cooperação
o a os as um uma de do da dos das em no na nos nas por pelo pela para com sem sob sobre entre até após antes desde
durante quando enquanto se como mas porém contudo embora e ou nem que quem qual onde este esta isto esse essa isso aquele
ele ela eles elas nós você eu seu sua seus suas meu minha não sim muito muitos muitas alguns algumas todos todas cada
outro outros também apenas ainda já depois então assim segundo porque devido apesar além
"""
_FILIPINO = """
lunes martes miyerkules huwebes biyernes sabado linggo enero pebrero marso abril mayo hunyo hulyo agosto setyembre oktubre
nobyembre disyembre hilaga hilagang timog silangan silangang kanluran kanlurang gitnang bagong dakilang pambansa pambansang
internasyonal pandaigdig pandaigdigang estados unidos nagkakaisang bansa kaharian asya aprika europa amerika australya
karagatan dagat ilog lawa bundok pulo pulong kapuluan lungsod lunsod lalawigan distrito rehiyon tsina tsino hapon hapones korea
koreano indiya indonesia malaysia singapura singapore thailand vietnam laos cambodia myanmar pilipinas pilipino ruso rusya
ukraina ingglatera ingles inglatera pransiya pranses alemanya aleman italya italyano espanya espanyol kastila portuges gresya griyego turkiya ehipto
iran iraq israel arabya kanada mehiko brazil digmaang digmaan pandaigdig rebolusyon imperyo emperador hari reyna prinsipe
pangulo pangulong pangalawang punong ministro kalihim gobernador senador hukom korte suprema kataas-taasang hukuman pamahalaan
kongreso senado kapulungan parlamento komite komisyon kagawaran departamento tanggapan ahensya kawanihan unibersidad kolehiyo paaralan
sentro museo ospital bangko partido hukbo hukbong pandagat himpapawid pulisya heneral koronel kapitan diyos hesus kristo
bibliya simbahan kristiyano katoliko islam muslim budista pakistan zealand brazil california alaska texas florida internet kenya somalia ethiopia london poland iceland ireland scotland
algeria nigeria estonia latvia luxembourg belgium greenland canada ecuador chile peru venus latin hindu sikh olympic copenhagen
uighur maldives bucharest mecca soviet afghan caribbean japan india indian turkey libya armenia hawaii nepal bangladesh qatar
kuwait heneral presidente senador representante papeles australyano amerikano pederal kapitolyo
araw buwan mundo daigdig lupa palarong olimpiko olympics liga
tasa kampeonato pista eksibisyon kumperensiya kasunduan konstitusyon batas sistema bagyo bagyong lindol pamilya mga ang ng sa
si sina ni nina kay kina ay at o na pa po ito iyon siya sila kami tayo ako ikaw noong nang kung kapag dahil pero ngunit
subalit gayunman ayon para mula hanggang isa isang dalawa tatlo unang una ikalawa ikalawang ikatlo ikatlong hindi walang may mayroon bagaman
gayundin kahit habang pagkatapos bago matapos karamihan ilan ilang lahat ginoo ginang ginoong doktor propesor
"""
_TETUM = """
segunda tersa kuarta kinta sesta sábadu domingu janeiru fevereiru marsu abril maiu juñu jullu agostu setembru outubru novembru
dezembru norte súl leste oeste timor lorosa'e ázia áfrika europa amérika xina japaun indonézia malázia singapura tailándia
filipina vietname kamboja austrália portugál prezidente primeiru-ministru ministru ministériu vise governu parlamentu nasionál
repúblika demokrátika komisaun konsellu tribunál eskola universidade sentru banku organizasaun internasionál nasoins unidas
"""

TRANSLATED: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "en": frozenset(_ENGLISH.split()),
        "id": frozenset((_MALAY + _ENGLISH).split()),
        "ms": frozenset((_MALAY + _ENGLISH).split()),
        "pt": frozenset(_PORTUGUESE.split()),
        "fil": frozenset((_FILIPINO + _ENGLISH).split()),
        "tet": frozenset((_TETUM + _PORTUGUESE).split()),
    }
)
"""Language -> words that a translator puts into the other language, though they may begin with a capital."""

_VIETNAMESE = """
pakistan singapore malaysia indonesia brunei myanmar philippines iran iraq israel cuba chile peru brazil argentina venezuela colombia
canada kenya ethiopia somalia afghanistan nepal bangladesh qatar oman kuwait syria jordan libya sudan nigeria algeria ghana
estonia latvia ukraine croatia serbia iceland greenland ireland scotland california texas florida alaska hawaii london
luxembourg copenhagen internet olympic mecca caribbean hindi viking zealand armenia uighur hungary romania
"""
_OWN = {"vi": _VIETNAMESE, "en": _ENGLISH, "id": _MALAY, "ms": _MALAY, "pt": _PORTUGUESE, "fil": _FILIPINO, "tet": _TETUM}
OWN: Mapping[str, frozenset[str]] = MappingProxyType({base: frozenset(words.split()) for base, words in _OWN.items()})
"""The same, without the English words that other languages use: what is in two of these is written alike in both."""

TITLES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "en": frozenset(
            "mr mrs ms miss dr prof professor president premier chancellor minister senator governor mayor ambassador "
            "secretary chairman chairwoman director general colonel captain major king queen prince princess pope sir "
            "judge justice spokesman spokeswoman spokesperson secretary-general deputy commissioner coach representative "
            "congressman leader lord lady sultan admiral lieutenant sergeant emperor bishop cardinal".split()
        ),
        "id": frozenset(
            "bapak pak ibu bu tuan nyonya dr prof profesor presiden menteri senator gubernur walikota duta besar sekretaris "
            "jenderal ketua direktur kolonel kapten mayor raja ratu pangeran putri paus hakim sultan".split()
        ),
        "ms": frozenset(
            "encik puan datuk dato tan sri tun dr prof profesor presiden menteri senator gabenor duta setiausaha jeneral "
            "pengerusi pengarah kolonel kapten mejar raja ratu putera puteri paus hakim sultan".split()
        ),
        "fil": frozenset(
            "g gng bb mr mrs ms dr prof propesor pangulo pangulong presidente ministro senador gobernador heneral hari reyna "
            "kalihim koronel kapitan direktor tagapangulo si ni kay sina nina".split()
        ),
        "pt": frozenset(
            "sr sra dr dra prof professor presidente ministro ministra senador senadora governador prefeito embaixador "
            "secretário secretário-geral diretor general coronel capitão rei rainha príncipe princesa papa juiz porta-voz "
            "chanceler doutor senhor senhora".split()
        ),
        "tet": frozenset("sr sra dr prof prezidente ministru ministra embaixadór sekretáriu jenerál senhor senhora".split()),
        "vi": frozenset("ông bà anh chị cô thống tướng trưởng ngài sĩ sư hoàng".split()),
    }
)
"""Language -> words before the name of a person, in small letters."""

COMMON_ABBREVIATIONS: frozenset[str] = frozenset(
    "UTC GMT TV PC DNA RNA HIV AIDS CEO CFO NGO GNP CPI VAT IQ ID COVID SARS MERS VIP DIY FAQ ATM CD DVD PHD AKA ETA UV AI IT "
    "UFO GPS MRI TB SOS RAM CPU LED LCD SMS PRC ROK DPRK USSR UAE IP NATO OPEC IMF FIFA UNESCO UNICEF CCTV LGBT".split()
)
"""Abbreviations that many languages write otherwise or in full: their absence is a hint at most."""

UNWEIGHED: frozenset[str] = frozenset(
    "AM PM AD BC BCE CE OK NO ST VS JR SR DR MR MRS MS NE NW SE SW KM KG CM MM HZ GHZ MHZ KWH MW GW KW KB MB GB MPH KPH FT LB "
    "OZ HP RPM PPM WW WWI WWII WW1 WW2 KHZ MPS NM SQ".split()
)
"""Units, times, eras and titles in capitals: other checks look at them, or nobody needs to."""

SAID_AS: Mapping[str, Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {  # any of these, in small letters, somewhere in the target
        name: MappingProxyType({lang: tuple(forms.replace("_", " ").split("|")) for lang, _, forms in (e.partition(":") for e in row.split())})
        for name, row in {
            "US": "zh:美|美国 id:amerika|as ms:amerika|as fil:amerika|estados|us vi:mỹ|hoa_kỳ th:สหรัฐ|อเมริกา|ดอลลาร์ lo:ສະຫະລັດ|ອາເມລິກາ|ໂດລາ "
            "km:អាមេរិក|សហរដ្ឋ|ដុល្លារ my:အမေရိ|ယူအက်စ်|ဒေါ်လာ ta:அமெரிக்க|யுஎஸ்|யு.எஸ்|டாலர் pt:eua|estados_unidos|americ|us$ tet:estadu|amerika en:u.s.|united_states|america",
            "UN": "zh:联合国|聯合國 id:pbb|perserikatan ms:pbb|pertubuhan_bangsa fil:nagkakaisang|un vi:liên_hợp_quốc|liên_hiệp_quốc|lhq th:สหประชาชาติ|ยูเอ็น "
            "lo:ສະຫະປະຊາຊາດ km:សហប្រជាជាតិ|អ.ស.ប my:ကုလ ta:ஐக்கிய|ஐ.நா|ஐநா pt:onu|nações_unidas tet:onu|nasoins en:u.n.|united_nations",
            "UK": "zh:英国|英國|英 id:inggris|britania ms:united_kingdom|britain|inggeris fil:united_kingdom|britan|kaharian|uk vi:anh|vương_quốc th:สหราชอาณาจักร|อังกฤษ "
            "lo:ອັງກິດ|ສະຫະລາຊະອານາຈັກ km:អង់គ្លេស|ចក្រភព my:ယူကေ|ဗြိတိန်|အင်္ဂလန် ta:இங்கிலாந்து|யுகே|பிரிட்ட|ஐக்கிய pt:reino_unido|britân tet:reinu en:u.k.|united_kingdom|britain|british",
            "EU": "zh:欧盟|歐盟 id:uni_eropa|ue ms:kesatuan_eropah fil:unyon|eu vi:liên_minh th:สหภาพยุโรป|อียู lo:ສະຫະພາບເອີຣົບ|ເອີຣົບ km:សហភាពអឺរ៉ុប "
            "my:ဥရောပ|အီးယူ ta:ஐரோப்பிய pt:ue|união_europeia tet:uniaun en:european_union",
            "GDP": "zh:生产总值|生產總值|国内生产 id:pdb|produk_domestik ms:kdnk|keluaran_dalam fil:gdp|kabuuang vi:gdp|tổng_sản_phẩm th:จีดีพี|ผลิตภัณฑ์มวลรวม lo:ລວມຍອດຜະລິດ|ຜະລິດຕະພັນ|gdp "
            "km:ផ.ស.ស|ផលិតផលក្នុង my:ဂျီဒီပီ|ပြည်တွင်း ta:மொத்த|ஜிடிபி pt:pib|produto_interno tet:pib|produtu en:gross_domestic",
            "WHO": "zh:世卫|世界卫生|世衛|世界衛生 id:who|kesehatan_dunia ms:who|kesihatan_sedunia fil:who|kalusugan vi:who|y_tế_thế_giới th:อนามัยโลก|ฮู lo:ອະນາໄມໂລກ "
            "km:សុខភាពពិភពលោក my:ကမ္ဘာ့ကျန်းမာရေး ta:உலக_சுகாதார pt:oms|mundial tet:oms en:world_health",
        }.items()
    }
)  # fmt: skip
"""Abbreviation -> language -> what it is there."""
