"""Persons in Chinese text, and how their names are read: in Hanyu Pinyin, and in Vietnamese."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from mtkit.check.names_sino import sino_vietnamese
from mtkit.text import Span

__all__ = ["Person", "candidates", "looks_foreign", "persons", "readings", "surname_length", "vietnamese"]

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白"
    "邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁"
    "尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费"
    "卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌"
    "張劉陳楊黃趙吳孫馬羅鄭謝許韓馮鄧蕭葉蘇魏呂盧鍾譚陸範賈韋鄒龔邵萬錢嚴湯莊聶魯歐關蘭寧畢單紀連駱藍華費衛應閔邊師榮叢鞏錢傅閻"
    "傅阎"
)
_COMPOUND = (
    "欧阳|歐陽|司马|司馬|上官|诸葛|諸葛|夏侯|皇甫|尉迟|尉遲|慕容|令狐|东方|南宫|端木|公孙|公孫|长孙|司徒|宇文|独孤|呼延"
)
_BEFORE = (
    "主席|总理|總理|副总理|总统|總統|部长|部長|省长|市长|市長|县长|州长|书记|書記|总书记|委员长|委員長|局长|局長|院长|院長|校长|校長|主任|会长|會長|"
    "社长|社長|台长|總裁|总裁|董事长|總經理|总经理|经理|秘书长|秘書長|发言人|發言人|大使|参赞|总领事|领事|代办|特使|代表|专员|委员|委員|外长|外長|"
    "防长|财长|司令|将军|上将|教授|研究员|研究員|博士|院士|专家|專家|记者|記者|编辑|总编辑|主编|作家|导演|導演|演员|演員|歌手|画家|书法家|艺术家|"
    "摄影师|主持人|教练|运动员|队长|选手|球员|冠军|宇航员|航天员|医生|护士|老师|教师|学生|同学|留学生|志愿者|游客|村民|市民|居民|农民|工人|工程师|"
    "负责人|負責人|创始人|企业家|商人|同志|先生|女士|小姐|厅长|司长|處長|处长|科长|站长|馆长|所长|团长|理事长|秘书|顾问|助理|议员|議員|议长|首相|王储|"
    "法官|律师|检察官|警官|船长|机长|大师|传承人|学者|學者|讲师|总监|总工程师|总干事|总编|社员|党员|代表团长|行政长官|行政長官|常委|常务委员"
)
_VERBS = (
    "说|說|表示|指出|强调|強調|认为|認為|介绍|介紹|透露|坦言|告诉|告訴|宣布|呼吁|呼籲|致辞|致辭|致词|主持|出席|会见|會見|会晤|會晤|率团|率領|率领|应邀|应约|"
    "访问|訪問|抵达|抵達|发表|發表|回忆|感慨|解释|補充|补充|希望|建议|提出|称，|称：|稱|当选|當選|获得|荣获|签署|参加|參加|走访|考察|调研|接受|回应|透過|同|在|与|與|"
    "和|及|等|将|將|于|也|还|曾|就|对|對|向|为|為|率|已|从|到|作|致|主|又|则|先后|代表|当天|今天|日前|近日|[一二三]日|先生|女士|教授|博士|同志|部长|主席|大使"
)
_NOT_GIVEN = (
    "的了是不这那有我你他她它们个会說说表称在和与及等将把被让从到对向就也都还又要能可以后前上下里内外间月"
    "日号分第二三四五六七八九十百千亿省市县区镇村面部局院委员来去出发"
)
_PERSON = re.compile(
    rf"(?:(?:{_BEFORE})[、]?(?P<a>(?:(?:{_COMPOUND})[\u4e00-\u9fff]{{1,2}}?|[{_SURNAMES}](?![{_NOT_GIVEN}])[\u4e00-\u9fff]{{1,2}}?))"
    rf"(?=$|[^\u4e00-\u9fff·]|{_VERBS})"
    rf"|(?:^|(?<=[，。；、：“（\s]))(?P<b>(?:(?:{_COMPOUND})[\u4e00-\u9fff]{{1,2}}?|[{_SURNAMES}](?![{_NOT_GIVEN}])[\u4e00-\u9fff]{{1,2}}?))"
    r"(?=(?:女士|先生|教授|博士|同志|大使|部长|部長)?(?:说[，：。道]|說[，：。道]|表示|指出|强调|強調|介绍说|介紹|坦言|致辞|致辭|出席|主持|率团|应邀|当选|會見|会见|回忆|透露|宣布|认为|呼吁))"
    rf"|(?:^|(?<=[，。；、：“（和与及由了见同\s]))(?P<c>(?:(?:{_COMPOUND})[\u4e00-\u9fff]{{1,2}}?|[{_SURNAMES}](?![{_NOT_GIVEN}])[\u4e00-\u9fff]{{1,2}}?))"
    r"(?=先生|女士|教授|博士|同志|大使|部长(?!级)|主席(?!团)|院士|书记|总理|总统|省长|市长|总书记))"
)
_NEXT = re.compile(
    rf"(?:、|和|与|以及|及)(?P<name>(?:(?:{_COMPOUND})[\u4e00-\u9fff]{{1,2}}?|[{_SURNAMES}](?![{_NOT_GIVEN}])[\u4e00-\u9fff]{{1,2}}?))"
    rf"(?=$|[^\u4e00-\u9fff·]|{_VERBS}|报道|報道|摄|攝)"
)
_LIKELY = re.compile(
    "[长長席理统統记記使说說示出调調为為绍紹言辞辭士授生家者员員人手师師赞问問议議事表监監裁任辑輯演委官练練谁忆露布吁选選见見持团]"
)
_FOREIGN = frozenset(
    "克尔斯特夫拉卡尼普勒茨姆伊塞蒂图洛纳达戈巴格雷布鲁罗维莱奥阿比西里亚兹诺萨瓦哈加迪恩顿伦隆佐贝蓬颂帕披乍他巴育敏昂爾蘭納達維羅魯萊"
)
# words that begin as a name does, and stand behind titles: 总理任期, 总理应邀出席
_NO_NAMES = """
任期 任职 任命 任务 任内 任何 任教 任满 安全 安排 安装 安置 安抚 安保 应邀 应该 应当 应对 应用
应急 应允 曾经 和平 和谐 和解 和睦 严肃 严重 严格 严厉 严正 严密 高兴 高度 高级 高层 高效 高速
高温 高校 高官 董事 宁愿 宁可 金奖 金融 金额 金牌 金属 范围 余热 余下 查明 查看 查处 查询 毕业
毕竟 谢绝 谢意 成为 成立 成员 成果 成绩 成本 何时 何处 何种 方面 方式 方案 方法 方便 方针 白宫
万隆 万象 张口 张贴 孙子 石油 连任 连续 连接 连夜 祝贺 祝愿 祝福 鲁莽 席位 江边 康复 时代 时间
时期 时候 时任 时报 时刻 华盛 华人 华侨 华裔 华语 解散 解决 解释 解除 项目 牛奶 牛肉 乐观 乐意
关注 关于 关系 关键 关心 关税 包括 包含 包机 车队 车辆 车站 边境 边界 费用 顾问 顾虑 施压 施工
施行 施政 柳州 马上 马来 马尼 王国 王室 王宫 王储 雷雨 雷达 水利 水平 水稻 水果 水电 洪水 洪灾
洪涝 程度 程序 强调 强烈 强化 强劲 强大 强降 单位 单独 单方 计划 计算 常务 常委 常规 广泛 广大
广播 广告 温度 温和 习惯 习俗 丰富 丰收 路线 路透 农业 农村 农民 农历 党派 党员 宗旨 宗教 冷静
冷链 明确 明显 明年 明天 充分 充满 盛大 盛会 巨大 终于 终止 商业 商务 商品 商会 商讨 商定 游客
容易 简单 简报 简历 简化 景点 景区 全球 全国 全面 全体 仲裁 祖国 薄弱 房屋 房产 支持 支付 支援
管理 管辖 管控 司法 司机 司令 司长 沙特 沙滩 贺信 贺电 贺词 通过 通知 通讯 肖像 段落 龙头 龙舟
夏季 夏令 卫生 卫星 卫队 孟加 武装 武器 武力 庞大 殷切 陶瓷 颜色 季度 季节 季风 章程 申请 申办
申诉 尤其 尤为 焦点 庄严 左右 左翼 谷物 纪念 纪录 纪律 纪委 欧洲 欧盟 欧元 阳光 位于 甘蔗 桂冠
于周 和各 和其 经济 平等 相关 国际 国家 周边 周围 周年 周末 周期
"""
_WORDS = frozenset(_NO_NAMES.split())
# a surname, and how it is read as one
_AS_SURNAMES = """
单shan 單shan 仇qiu 曾zeng 任ren 解xie 区ou 查zha 盖ge/gai 华hua 華hua 尉yu/wei
朴piao 翟zhai/di 宁ning 乐le/yue 缪miao 冼xian 覃qin/tan 卜bu 种chong 洗xian 秘bi
折she 员yun 俞yu 石shi 叶ye 贾jia 車che 车che 万wan 晟cheng/sheng 於yu 冯feng
沈shen 尹yin 纪ji 薄bo
"""
_SURNAME_READINGS = {entry[0]: tuple(entry[1:].split("/")) for entry in _AS_SURNAMES.split()}


_COMMON_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙朱胡郭何林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁沈姚卢姜崔钟谭陆汪范廖贾夏韦邹孟熊秦邱薛闫侯陶黎贺龚邵"
    "覃武戴莫孔汤温康葛邢乔庞颜倪庄聂章翟殷詹欧耿关俞阮柯張劉陳楊黃趙吳孫羅鄭謝許韓馮鄧蕭葉蘇呂盧鍾譚陸範賈韋鄒龔邵嚴湯莊聶魯歐關"
)
_LOOSE = re.compile(
    rf"(?:^|(?<=[，。；、：“”（\s由与和及对给向是请让着率为的了问]))(?P<name>[{_COMMON_SURNAMES}](?![{_NOT_GIVEN}])[\u4e00-\u9fff][\u4e00-\u9fff])"
    rf"(?=，|。|、|”|（|$|{_VERBS}|未能|没有|点亮|移交|表示|抓紧|正在|正|是|的|给|把|被|让|负责|来自|担任|带领|带来|展示|讲述|谈到|谈|写道|补充|"
    r"回答|回到|打开|完成|获|赢得|继续|开始|常|每|从小|一直|最|不|没|成为|来到|走进|站|看着|坐|笑|拿|分别|执导|见证|以及|率|执笔|撰文|[说說][，。：])"
)
_CANDIDATE = re.compile(rf"(?=(?P<name>(?:{_COMPOUND})[\u4e00-\u9fff]{{1,2}}|[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}))")


@dataclass(frozen=True, slots=True)
class Person:
    """A person named in Chinese: the whole name, where it stands, and whether title or verb make it ``sure``."""

    name: str
    span: Span
    sure: bool = True


def surname_length(name: str) -> int:
    """2 for a surname of two characters such as 欧阳, else 1."""
    return 2 if len(name) > 2 and re.match(_COMPOUND, name) else 1


def persons(text: str) -> tuple[Person, ...]:
    """Chinese names in Chinese ``text``, known by a surname with a title before it, or one or a verb of saying after.

    Names of foreigners, spelt by sound, are left out where they show a middle dot; ``looks_foreign`` tells others.
    """
    found: dict[int, Person] = {}
    if _LIKELY.search(text) is not None:
        for match in _PERSON.finditer(text):
            span = Span(*match.span(match.lastgroup or 0))
            if text[span.end : span.end + 1] == "·" or text[span.start - 1 : span.start] == "·":
                continue
            if text[span.start : span.start + 2] in _WORDS:
                continue
            found[span.start] = Person(span.of(text), span)
            more = _NEXT.match(text, span.end)
            while more is not None:  # a list of names
                found[more.start("name")] = Person(more["name"], Span(*more.span("name")))
                more = _NEXT.match(text, more.end())
    for match in _LOOSE.finditer(text):
        name, span = match["name"], Span(*match.span("name"))
        taken = name[:2] in _WORDS or any(span.overlaps(other.span) for other in found.values())
        if not taken and _is_given(name[1:]):
            found[span.start] = Person(name, span, sure=False)
    return tuple(found[start] for start in sorted(found))


def _is_given(chars: str) -> bool:
    """Whether all are characters that given names are made of."""
    known = sino_vietnamese()
    return all(char in known and char not in _NOT_GIVEN for char in chars)


def candidates(text: str) -> tuple[Person, ...]:
    """Every stretch of ``text`` that begins as a Chinese name does: to be held against a form in the target."""
    found = []
    for match in _CANDIDATE.finditer(text):
        span = Span(*match.span("name"))
        found.append(Person(span.of(text), span, sure=False))
    return tuple(found)


def looks_foreign(name: str) -> bool:
    """Whether a name may be a foreigner's, spelt by its sound: 马克龙."""
    return any(char in _FOREIGN for char in name[1:])


@lru_cache(maxsize=4096)
def _syllables(char: str, *, surname: bool) -> tuple[str, ...]:
    from pypinyin import Style, pinyin

    if surname and char in _SURNAME_READINGS:
        return _SURNAME_READINGS[char]
    found: list[str] = []
    for reading in pinyin(char, style=Style.NORMAL, heteronym=not surname, v_to_u=False, errors="ignore")[:1] or [[]]:
        for syllable in reading:
            if "v" in syllable or "ü" in syllable:
                stem = syllable.replace("ü", "v")
                found += [stem.replace("v", "u"), stem.replace("v", "yu"), stem.replace("v", "v")]
            else:
                found.append(syllable)
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=2048)
def readings(name: str) -> tuple[tuple[str, str], ...]:
    """Each (surname, given name) in Hanyu Pinyin, without tones, in small letters; at most 64."""
    cut = surname_length(name)
    family = [
        "".join(parts)
        for parts in product(*(_syllables(c, surname=n == 0 and cut == 1) for n, c in enumerate(name[:cut])))
    ]
    given = ["".join(parts) for parts in product(*(_syllables(c, surname=False) for c in name[cut:]))]
    return tuple((a, b) for a in family for b in given)[:64]


def vietnamese(name: str) -> tuple[tuple[str, ...], ...]:
    """The Sino-Vietnamese readings of each character, in small letters; () where one is not known."""
    table = sino_vietnamese()
    parts = tuple(table.get(char, ()) for char in name)
    return parts if all(parts) else ()
