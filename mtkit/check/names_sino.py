"""Sino-Vietnamese readings of the characters that Chinese names are made of."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["SINO_VIETNAMESE"]

# a character, or Simplified and Traditional together, and its readings
_TABLE = """
王vương 李lý 张張trương 刘劉lưu 陈陳trần 杨楊dương 黄黃hoàng/huỳnh 赵趙triệu 吴吳ngô 周chu/châu 徐từ 孙孫tôn 马馬mã 朱chu/châu 胡hồ 郭quách 何hà 高cao 林lâm
罗羅la 郑鄭trịnh 梁lương 谢謝tạ 宋tống 唐đường 许許hứa 韩韓hàn 冯馮phùng 邓鄧đặng 曹tào 彭bành 曾tăng 肖tiêu 萧蕭tiêu 田điền 董đổng 袁viên 潘phan
于vu 於vu 蒋蔣tưởng 蔡thái/sái 余dư 杜đỗ 叶葉diệp 程trình 苏蘇tô 魏ngụy/nguỵ 吕呂lã/lữ 丁đinh 任nhậm/nhiệm 沈thẩm/trầm 姚diêu 卢盧lư 姜khương 崔thôi 钟鍾chung
谭譚đàm 陆陸lục 汪uông 范phạm 金kim 石thạch 廖liêu 贾賈giả 夏hạ 韦韋vi 付phó 傅phó 方phương 白bạch 邹鄒trâu 孟mạnh 熊hùng 秦tần 邱khâu 丘khâu/khưu 江giang 尹doãn
薛tiết 闫diêm 阎閻diêm 段đoàn 雷lôi 侯hầu 龙龍long 史sử 陶đào 黎lê 贺賀hạ 顾顧cố 毛mao 郝hác 龚龔cung 邵thiệu 万萬vạn 钱錢tiền 严嚴nghiêm 覃đàm/tần
武vũ/võ 戴đới/đái 莫mạc 孔khổng 向hướng 汤湯thang 温溫ôn 康khang 施thi 文văn 牛ngưu 樊phàn 葛cát 邢hình 安an 齐齊tề 易dịch 乔喬kiều 伍ngũ 庞龐bàng 颜顏nhan
倪nghê 庄莊trang 聂聶nhiếp 章chương 鲁魯lỗ 岳nhạc 翟địch/trạch 殷ân 詹chiêm 申thân 欧歐âu 耿cảnh 关關quan 兰蘭lan 焦tiêu 俞du 左tả 柳liễu 甘cam 祝chúc 包bao
宁寧ninh 尚thượng 舒thư 阮nguyễn 柯kha 纪紀kỷ 梅mai 童đồng 凌lăng 毕畢tất 单單thiện/đơn 季quý 裴bùi 霍hoắc 涂đồ 成thành 苗miêu 谷cốc 盛thịnh 曲khúc 翁ông 骆駱lạc
蓝藍lam 路lộ 游du 辛tân 管quản 柴sài 蒙mông 鲍鮑bào 华華hoa 喻dụ 祁kỳ 蒲bồ 房phòng 滕đằng 屈khuất 饶饒nhiêu 解giải 牟mâu 艾ngải 尤vưu 阳陽dương 时時thì/thời 穆mục
农農nông 司tư 卓trác 古cổ 吉cát 车車xa 项項hạng 连連liên 麦麥mạch 岑sầm 景cảnh 党黨đảng 宫宮cung 费費phí 冷lãnh 席tịch 卫衛vệ 米mễ 柏bách/bá 宗tông 桂quế 全toàn
应應ứng/ưng 边邊biên 师師sư 和hòa 仇cừu 商thương 沙sa 荣榮vinh 桑tang 郎lang 仲trọng 虞ngu 明minh 池trì 查tra 官quan 封phong 谈談đàm 惠huệ 乐樂lạc/nhạc 南nam 原nguyên
习習tập 近cận 平bình 强強cường 毅nghị 占chiếm/chiêm 元nguyên 伟偉vĩ 刚剛cương 勇dũng 军軍quân 杰傑kiệt 涛濤đào 超siêu 斌bân/bin 波ba 辉輝huy 鹏鵬bằng 飞飛phi 鑫hâm 鸿鴻hồng
国國quốc 建kiến 民dân 志chí 永vĩnh 海hải 山sơn 德đức 光quang 东東đông 西tây 北bắc 春xuân 秋thu 冬đông 天thiên 玉ngọc 珍trân 珠châu 秀tú 英anh 芳phương 芬phân 霞hà 红紅hồng
丽麗lệ 美mỹ 娟quyên 燕yến/yên 艳豔diễm 静靜tĩnh 敏mẫn 婷đình 洁潔khiết 琳lâm 琴cầm 琪kỳ 瑶瑤dao 瑜du 瑞thụy/thuỵ 璐lộ 莉lị/lỵ 莹瑩oánh 萍bình 蓉dung 薇vi 慧tuệ/huệ 晓曉hiểu 晨thần 曦hy
阿a 宝寶bảo 贵貴quý 富phú 福phúc 禄祿lộc 寿壽thọ 喜hỷ/hỉ 庆慶khánh 祥tường 顺順thuận 发發phát 财財tài 兴興hưng/hứng 旺vượng 昌xương 隆long 泰thái 亨hanh 利lợi 贞貞trinh
仁nhân 义義nghĩa 礼禮lễ 智trí 信tín 忠trung 孝hiếu 廉liêm 耻sỉ 善thiện 良lương 真chân 诚誠thành 正chính 直trực 公công 道đạo 理lý 学學học 思tư 思tư 想tưởng 哲triết 睿duệ 聪聰thông
力lực 振chấn 华華hoa 雄hùng 豪hào 俊tuấn 武vũ/võ 胜勝thắng 克khắc 启啟khải 开開khai 新tân 欣hân 心tâm 怡di 悦悅duyệt 乐樂lạc/nhạc 欢歡hoan 爱愛ái 家gia 佳giai 嘉gia 加gia
子tử 小tiểu 大đại 中trung 少thiếu 长長trường/trưởng 一nhất 二nhị 三tam 四tứ 五ngũ 六lục 七thất 八bát 九cửu 十thập 百bách 千thiên 双雙song 月nguyệt 日nhật 星tinh 云雲vân 雨vũ 雪tuyết 风風phong
霖lâm 露lộ 霜sương 晴tình 朗lãng 亮lượng 昊hạo 晗hàm 昕hân 昱dục 晶tinh 旭húc 升昇thăng 晖暉huy 映ánh 炎viêm 焕煥hoán 炳bỉnh 烨燁diệp 灿燦xán 煜dục 熙hi/hy 然nhiên 水thủy/thuỷ 江giang
河hà 湖hồ 洋dương 洪hồng 浩hạo 涵hàm 清thanh 渊淵uyên 源nguyên 润潤nhuận 泽澤trạch 沛bái/phái 波ba 泉tuyền 深thâm 淑thục 淼diểu 潇瀟tiêu 滨濱tân 满滿mãn 沁thấm 木mộc 本bổn/bản 树樹thụ 松tùng
柱trụ 栋棟đống 梓tử 森sâm 楠nam 桐đồng 桃đào 榕dung 根căn 果quả 枫楓phong 彬bân 土thổ 坤khôn 坚堅kiên 城thành 培bồi 基cơ 增tăng 垚nghiêu 峰峯phong 岩nham 岭嶺lĩnh 岚嵐lam 崇sùng 嵩tung
铁鐵thiết 钢鋼cương 锋鋒phong 铭銘minh 锦錦cẩm 钧鈞quân 银銀ngân 鉴鑒giám 镇鎮trấn 锐銳nhuệ 草thảo 花hoa 芝chi 芸vân 若nhược 茂mậu 茜thiến 莲蓮liên 菊cúc 菲phi 萌manh 蕾lôi/lội 芮nhuế 苑uyển 荷hà
人nhân 仪儀nghi 伯bá 仕sĩ 仙tiên 代đại 令lệnh 以dĩ 任nhậm/nhiệm 依y 保bảo 修tu 健kiện 伦倫luân 佑hựu 传傳truyền 倩thiến 值trị 先tiên 兆triệu 儒nho 允doãn 兵binh 其kỳ 典điển 冠quán/quan 冰băng
刘劉lưu 创創sáng 前tiền 劲勁kính 勤cần 勋勳huân 卿khanh 厚hậu 友hữu 叔thúc 可khả 名danh 君quân 吟ngâm 品phẩm 哲triết 唯duy 善thiện 嗣tự 固cố 圆圓viên 圣聖thánh 声聲thanh 夫phu 奇kỳ 奎khuê
如như 妍nghiên 妮ni 姗san 姝xu 娜na 娥nga 婉uyển 婧tịnh 媛viện/viên 嫣yên 宇vũ 宁寧ninh 守thủ 定định 宏hoành 宜nghi 宣tuyên 实實thực 容dung 宽寬khoan 宸thần 寅dần 寒hàn 尊tôn 尧堯nghiêu 展triển
屹ngật 州châu 帆phàm 帅帥soái/suý 常thường 干cán/can 年niên 幸hạnh 广廣quảng 序tự 廷đình 延diên 弘hoằng 弢thao 强cường 彤đồng 彦ngạn 彩thái 彰chương 影ảnh 征chinh 律luật 得đắc 微vi 心tâm 必tất
忆憶ức 志chí 怀懷hoài 性tính 恒hằng 恩ân 悟ngộ 情tình 惟duy 意ý 慈từ 懿ý 成thành 才tài 扬揚dương 承thừa 拓thác 振chấn 捷tiệp 攀phan 政chính 敬kính 文văn 斐phỉ 斯tư 方phương 昂ngang 昭chiêu
普phổ 晋晉tấn 有hữu 朋bằng 朝triều 权權quyền 来來lai 杏hạnh 来lai 柔nhu 栩hủ 梦夢mộng 楚sở 槐hòe 欣hân 正chính 步bộ 毓dục 民dân 汉漢hán 汝nhữ 治trị 法pháp 济濟tế 渝du 湘tương 灵靈linh
炜煒vĩ 烈liệt 照chiếu 爽sảng 猛mãnh 玄huyền 玟mân 玲linh 珂kha 珊san 珏giác 理lý 琛sâm 琦kỳ 琼瓊quỳnh 瑾cẩn 璇toàn 璟cảnh 生sinh 用dụng 男nam 畅暢sướng 白bạch 皓hạo 益ích 盈doanh 盼phán 睦mục
知tri 砚nghiễn 硕碩thạc 碧bích 磊lỗi 祖tổ 神thần 祺kỳ 禹vũ 秉bỉnh 科khoa 程trình 稳穩ổn 立lập 竞竞cạnh 竹trúc 笑tiếu 策sách 筱tiểu 紫tử 素tố 红hồng 纯純thuần 纲綱cương 绍紹thiệu 经經kinh 维維duy
绪緒tự 绮綺ỷ 缘緣duyên 群quần 羽vũ 翔tường 翠thúy/thuý 翰hàn 耀diệu 耘vân 聚tụ 联聯liên 胤dận 自tự 至chí 致trí 舟chu 航hàng 良lương 艺藝nghệ 节節tiết 芯tâm 荃thuyên 萱huyên 葆bảo 蔚úy/uất 虎hổ 虹hồng
蝶điệp 行hành 衡hành 裕dụ 西tây 言ngôn 誉譽dự 诗詩thi 语語ngữ 谦謙khiêm 豫dự 贤賢hiền 赞贊tán 超siêu 越việt 跃躍dược 达達đạt 迅tấn 运運vận 进進tiến 远遠viễn 连liên 逸dật 道đạo 遥遙dao 重trọng
野dã 锡錫tích 长trường/trưởng 门門môn 闻聞văn 阔khoát 陵lăng 隽tuyển/tuấn 雁nhạn 雅nhã 雯văn 霄tiêu 青thanh 靖tĩnh 非phi 韬韜thao 音âm 韵韻vận 颖穎dĩnh 颂頌tụng 风phong 飙tiêu 首thủ 香hương 驰馳trì 骏駿tuấn 骥驥ký
鲜鮮tiên 鹤鶴hạc 鹰ưng 麒kỳ 麟lân 黛đại 默mặc 齐tề 龄齡linh 举舉cử 书書thư 业業nghiệp 丰豐phong 临臨lâm 为為vi/vị 久cửu 之chi 亚亞á 亦diệc 京kinh 亭đình 同đồng 向hướng 吾ngô 咏詠vịnh 园園viên
"""


def _readings() -> dict[str, tuple[str, ...]]:
    table: dict[str, list[str]] = {}
    for entry in _TABLE.split():
        chars = [char for char in entry if "\u4e00" <= char <= "\u9fff"]
        spoken = entry[len(chars) :].split("/")
        for char in chars:
            known = table.setdefault(char, [])
            known += [reading for reading in spoken if reading not in known]
    return {char: tuple(spoken) for char, spoken in table.items()}


SINO_VIETNAMESE: Mapping[str, tuple[str, ...]] = MappingProxyType(_readings())
"""Character -> readings in small letters, with their marks."""
