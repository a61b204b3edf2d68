"""Facts about scripts and languages that tell a wrong one: letters, function words, Hans and Hant."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from mtkit.lang import Script

__all__ = ["FUNCTION_WORDS", "HANS", "HANT", "LETTERS", "SCRIPT_NAMES", "STRAY"]

LETTERS: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        name: re.compile(f"[{chars}]+")
        for name, chars in {
            "Latn": "A-Za-z\u00aa\u00ba\u00c0-\u024f\u1e00-\u1eff\u0300-\u036f",
            "Hani": "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff",
            "Thai": "\u0e01-\u0e3a\u0e40-\u0e4e",
            "Laoo": "\u0e81-\u0ecd\u0edc-\u0edf",
            "Khmr": "\u1780-\u17d3\u17dd",
            "Mymr": "\u1000-\u103f\u1050-\u109d\uaa60-\uaa7f",
            "Taml": "\u0b82-\u0bd7",
            "Kana": "\u3041-\u30ff",
            "Hang": "\uac00-\ud7a3",
            "Cyrl": "\u0400-\u04ff",
            "Arab": "\u0620-\u064a\u0671-\u06d3",
            "Deva": "\u0904-\u0939\u0958-\u0961",
        }.items()
    }
)
"""Script -> runs of its letters and signs."""

SCRIPT_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "Latn": "Latin letters", "Hani": "Chinese characters", "Thai": "Thai letters", "Laoo": "Lao letters",
        "Khmr": "Khmer letters", "Mymr": "Burmese letters", "Taml": "Tamil letters", "Kana": "Japanese kana",
        "Hang": "Korean letters", "Cyrl": "Cyrillic letters", "Arab": "Arabic letters", "Deva": "Devanagari letters",
    }
)  # fmt: skip

# The commonest function words; those that two of the languages share are left out. Malay and Indonesian count as one.
_FUNCTION = {
    "en": "the of and to in is was for that with are by from this which were has been have it on not be would their an "
    "they there its had but or will who he she we you can when than more also what after into",
    "id": "yang dan di untuk dengan dari ini itu dalam pada tidak akan oleh telah adalah ialah juga sebagai mereka "
    "kepada daripada tersebut karena kerana lebih dapat bagi ada boleh sudah kami kita anda bahwa bahawa saat ketika "
    "apabila setelah masih banyak beberapa salah satu seperti antara tetapi atau namun harus secara serta menjadi "
    "hari hal tahun orang negara ke atas bisa para setiap sangat terhadap",
    "fil": "ang ng mga sa ay si ni nang hindi ito siya kanilang kanyang niya nila ngunit upang mula noong dahil "
    "maaaring isang rin din pa lamang kung pag kay kasama bilang",
    "vi": "và của là các được trong cho một có không với những người này đã để khi từ trên cũng như đến sẽ tại về "
    "tôi chúng bị vào ở ra năm nhưng nhiều vì nó",
    "pt": "o os um uma da do das dos em que não com por como mais foi são pelo pela seu sua ao é nos nas ou se mas "
    "quando ele ela isso este esta entre também muito ser ter à aos",
    "tet": "iha ba ne'e nian sira husi katak mos mós ida hodi nia sei la'ós maibé tuir liu bele hanesan",
}
FUNCTION_WORDS: Mapping[str, frozenset[str]] = MappingProxyType(
    {base: frozenset(words.split()) for base, words in _FUNCTION.items()}
)

_PAIR_TEXT = (
    "国國 个個 们們 来來 时時 说說 这這 还還 对對 过過 会會 学學 长長 东東 车車 门門 问問 间間 开開 关關 电電 话話 "
    "语語 读讀 书書 画畫 买買 卖賣 见見 现現 视視 觉覺 观觀 点點 热熱 马馬 鸟鳥 鱼魚 龙龍 飞飛 风風 头頭 题題 领領 "
    "顾顧 显顯 类類 愿願 预預 须須 顺順 项項 顶頂 页頁 韩韓 响響 馆館 验驗 惊驚 体體 发發 乡鄉 邻鄰 医醫 铁鐵 钱錢 "
    "银銀 钢鋼 录錄 错錯 镇鎮 阳陽 陆陸 陈陳 队隊 际際 险險 随隨 离離 难難 云雲 灵靈 静靜 为為 义義 乐樂 习習 亚亞 "
    "产產 亲親 从從 仅僅 仓倉 价價 众眾 优優 伟偉 传傳 伤傷 伦倫 儿兒 党黨 兰蘭 兴興 养養 军軍 农農 决決 况況 减減 "
    "几幾 击擊 创創 刘劉 则則 刚剛 办辦 务務 动動 劳勞 势勢 区區 华華 单單 卫衛 历歷 压壓 县縣 参參 双雙 变變 号號 "
    "叶葉 员員 团團 园園 围圍 图圖 圆圓 圣聖 场場 坏壞 块塊 坚堅 声聲 处處 备備 复復 够夠 奖獎 妇婦 孙孫 宝寶 实實 "
    "审審 宫宮 宽寬 宾賓 导導 将將 尔爾 尽盡 层層 属屬 岁歲 岛島 币幣 师師 带帶 帮幫 广廣 庆慶 应應 张張 归歸 当當 "
    "态態 总總 恋戀 恶惡 悬懸 惯慣 战戰 户戶 执執 扩擴 扫掃 扬揚 护護 报報 担擔 择擇 换換 据據 损損 摄攝 敌敵 数數 "
    "断斷 无無 旧舊 术術 机機 杀殺 杂雜 权權 条條 杨楊 极極 构構 标標 树樹 样樣 桥橋 检檢 欢歡 欧歐 残殘 毕畢 气氣 "
    "汇匯 汉漢 沟溝 泽澤 济濟 测測 浓濃 涛濤 润潤 渐漸 满滿 灭滅 灯燈 灾災 炉爐 烟煙 爱愛 牺犧 犹猶 狱獄 独獨 环環 "
    "疗療 盘盤 确確 碍礙 礼禮 祸禍 种種 积積 称稱 稳穩 穷窮 竞競 笔筆 签簽 简簡 粮糧 紧緊 纪紀 约約 级級 纷紛 纯純 "
    "纳納 纽紐 线線 练練 组組 细細 织織 终終 绍紹 经經 结結 给給 络絡 绝絕 统統 继繼 绩績 续續 维維 绿綠 编編 缅緬 "
    "网網 罗羅 罚罰 职職 联聯 聪聰 肃肅 肤膚 胜勝 脑腦 艺藝 节節 苏蘇 药藥 营營 获獲 蓝藍 虑慮 补補 规規 览覽 触觸 "
    "计計 订訂 认認 讨討 让讓 训訓 议議 记記 讲講 许許 论論 设設 访訪 证證 评評 识識 诉訴 词詞 试試 诗詩 诚誠 详詳 "
    "该該 误誤 请請 诸諸 谁誰 调調 谈談 谋謀 谢謝 贝貝 负負 财財 责責 败敗 货貨 质質 贫貧 贯貫 贵貴 贸貿 费費 贺賀 "
    "资資 赏賞 赖賴 赛賽 赢贏 赵趙 转轉 轮輪 软軟 轻輕 载載 较較 辆輛 输輸 达達 运運 进進 远遠 连連 迟遲 适適 选選 "
    "递遞 遗遺 邓鄧 释釋 针針 锋鋒 锁鎖 闭閉 闻聞 阅閱 阶階 阵陣 驻駐 驾駕 鲁魯 鲜鮮 鸡雞 黄黃 齐齊 龄齡 "
)
_PAIRS = _PAIR_TEXT.split()
HANS: frozenset[str] = frozenset(pair[0] for pair in _PAIRS)
"""Characters that only a Simplified text has, among common ones."""
HANT: frozenset[str] = frozenset(pair[1] for pair in _PAIRS)
"""Characters that only a Traditional text has, among common ones."""

_THAI_C, _LAO_C = "\u0e01-\u0e2e", "\u0e81-\u0eae\u0edc-\u0edf"
_KHMER_C, _BURMESE_C = "\u1780-\u17a2\u17a3-\u17b3", "\u1000-\u102a\u103f\u104c-\u104f\u25cc"
STRAY: Mapping[Script, re.Pattern[str]] = MappingProxyType(
    {
        Script.THAI: re.compile(
            rf"[เแโใไ](?![{_THAI_C}])|(?<![\u0e01-\u0e4e])[\u0e30\u0e31\u0e33-\u0e3a\u0e45\u0e47-\u0e4e]"
            r"|([\u0e31\u0e34-\u0e3a\u0e47-\u0e4e])\1|[\u0e48-\u0e4b][\u0e34-\u0e39]"
        ),
        Script.LAO: re.compile(
            rf"[ເແໂໃໄ](?![{_LAO_C}ເ])|(?<![\u0e81-\u0edf])[\u0eb0\u0eb1\u0eb3-\u0ebd\u0ec8-\u0ecd]"
            r"|([\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ecd])\1|[\u0ec8-\u0ecb][\u0eb4-\u0eb9]"
        ),
        Script.KHMER: re.compile(
            rf"\u17d2(?![{_KHMER_C}])|(?<![\u1780-\u17d3\u17dd\u200b-\u200d])[\u17b6-\u17d3]|([\u17b6-\u17d1])\1"
        ),
        Script.BURMESE: re.compile(
            rf"\u1039(?![{_BURMESE_C}])|(?<![\u1000-\u109f\u25cc])[\u102b-\u103e]|([\u102b-\u103e])\1"
        ),
    }
)
"""Signs that cannot stand where they stand: Unicode order of vowels, tones and subjoined letters."""
