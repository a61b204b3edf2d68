"""Small words of each language: what markup seldom begins or ends with, and what is never cut in two.

``BEFORE`` are words that stand before a phrase and are seldom its first word (prepositions, conjunctions, auxiliary
verbs); ``AFTER`` those that stand behind one and are seldom its last (particles of case, conjunctions, auxiliaries).
``JOINED`` are all of them, and some more frequent words, of the scripts that do not part words.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["AFTER", "BEFORE", "JOINED"]

_BEFORE = {
    "en": "the a an in on at of to for from by with and or but as that is are was were be been will would "
    "has have had can could may must should into over under about after before between during this "
    "these those",
    "id": "di ke dari pada untuk dengan oleh dan atau tetapi yang adalah ialah akan telah sudah dalam "
    "bagi sebagai tentang antara sejak hingga setelah sebelum harus dapat bisa para",
    "ms": "di ke dari daripada pada untuk dengan oleh dan atau tetapi yang ialah adalah akan telah sudah "
    "dalam bagi sebagai tentang antara sejak hingga selepas sebelum mesti dapat boleh kepada para",
    "fil": "ang ng sa mga na at o ay si ni kay para mula nang noong bago ayon kung upang dahil hanggang",
    "vi": "ở tại của và hoặc nhưng là được bị do với cho từ đến trong trên vào về đã đang sẽ có phải theo "
    "để hôm bởi những các như khi này",
    "pt": "o a os as um uma de do da dos das em no na nos nas ao à aos às por pelo pela pelos pelas para "
    "com e ou mas que foi foram é são será sobre entre até desde como",
    "tet": "iha ba hosi husi ho no ka maibé katak atu ona sei bele tenke kona-ba entre to'o hanesan mak "
    "sira molok liu-hosi",
    "ta": "மற்றும் அல்லது இந்த அந்த ஒரு",
    "zh": "在 由 于 从 向 对 与 和 及 或 是 为 被 把 将 已 的 了 并 但 以 到 至 等 请 称 说",
    "th": "ที่ ใน ของ และ หรือ แต่ จะ ได้ เป็น คือ เมื่อ จาก โดย กับ แก่ ถึง เพื่อ ว่า ต้อง มี ให้ ด้วย ก่อน หลัง ระหว่าง ตาม เรื่อง",
    "lo": "ທີ່ ໃນ ຂອງ ແລະ ຫຼື ແຕ່ ຈະ ໄດ້ ເປັນ ແມ່ນ ຈາກ ໂດຍ ກັບ ເຖິງ ເພື່ອ ວ່າ ຕ້ອງ ມີ ໃຫ້ ດ້ວຍ ກ່ອນ ຫຼັງ ລະຫວ່າງ ຕາມ ຢູ່ ມາ",
    "km": "នៅ ក្នុង របស់ និង ឬ ប៉ុន្តែ នឹង បាន ជា គឺ ពី ដោយ ជាមួយ ដល់ ដើម្បី ថា ត្រូវ មាន ឱ្យ មុន ក្រោយ រវាង តាម ត្រូវបាន នៃ កាលពី លើ សម្រាប់",
    "my": "နှင့် သို့မဟုတ် ဤ ထို",
}
_AFTER = {
    "ta": "என்று என்ற மற்றும் உள்ள ஆகிய ஆகும் இல் உடன் மூலம் வரை முதல் பற்றி",
    "my": "က ကို သည် မှ တွင် ၌ သို့ နှင့် ၏ အတွက် ဟု တို့ ရှိ များကို ဖြင့် အရ ကြောင့် သော မည် ခဲ့သည် ဖြစ်သည် ပါသည်",
    "zh": "的 了 在 和 与 是 将 于 由 说 称 等",
    "th": "และ หรือ จะ ได้ ใน ที่ ของ เมื่อ โดย เป็น ต้อง กับ จาก",
    "lo": "ແລະ ຫຼື ຈະ ໄດ້ ໃນ ທີ່ ຂອງ ໂດຍ ເປັນ ຕ້ອງ ກັບ ຈາກ ແມ່ນ ຢູ່",
    "km": "និង ឬ នឹង បាន ក្នុង នៅ របស់ ដោយ ជា ត្រូវ ជាមួយ ពី នៃ ត្រូវបាន គឺ កាលពី",
}
_MORE = {
    "th": "การ ความ ประเทศ จังหวัด กระทรวง รัฐบาล ประธาน นายก รัฐมนตรี วัน ปี เดือน คน ครั้ง แห่ง ฉบับ "
    "สำนัก กรม องค์การ สมาคม บริษัท โรงเรียน มหาวิทยาลัย สถานี โทรทัศน์ วิทยุ หนังสือพิมพ์ ข่าว "
    "สื่อ ภาพยนตร์ วัฒนธรรม ท่องเที่ยว เศรษฐกิจ การค้า การศึกษา ร้อยละ ล้าน พันล้าน บาท ดอลลาร์ "
    "อาเซียน จีน ไทย ลาว กัมพูชา เวียดนาม พม่า เมียนมา มาเลเซีย สิงคโปร์ อินโดนีเซีย ฟิลิปปินส์ "
    "กรุงเทพฯ ระหว่างประเทศ ประชุม ความร่วมมือ โครงการ พัฒนา รายงาน นักเรียน นักศึกษา นักข่าว ผู้ "
    "ของเรา เรา เขา",
    "lo": "ການ ຄວາມ ປະເທດ ແຂວງ ກະຊວງ ລັດຖະບານ ປະທານ ນາຍົກ ລັດຖະມົນຕີ ວັນ ປີ ເດືອນ ຄົນ ຄັ້ງ ແຫ່ງ ສະບັບ "
    "ອົງການ ສະມາຄົມ ບໍລິສັດ ໂຮງຮຽນ ມະຫາວິທະຍາໄລ ສະຖານີ ໂທລະພາບ ວິທະຍຸ ໜັງສືພິມ ຂ່າວ ສື່ ຮູບເງົາ "
    "ວັດທະນະທຳ ທ່ອງທ່ຽວ ເສດຖະກິດ ການຄ້າ ການສຶກສາ ເປີເຊັນ ລ້ານ ຕື້ ກີບ ໂດລາ ອາຊຽນ ຈີນ ໄທ ລາວ ກຳປູເຈຍ "
    "ຫວຽດນາມ ມຽນມາ ມາເລເຊຍ ສິງກະໂປ ອິນໂດເນເຊຍ ຟີລິບປິນ ວຽງຈັນ ກອງປະຊຸມ ຮ່ວມມື ໂຄງການ ພັດທະນາ ລາຍງານ "
    "ນັກຮຽນ ນັກສຶກສາ ນັກຂ່າວ ຜູ້ ພວກເຮົາ",
    "km": "ការ ប្រទេស ខេត្ត ក្រសួង រដ្ឋាភិបាល ប្រធាន នាយក រដ្ឋមន្ត្រី ថ្ងៃ ឆ្នាំ ខែ នាក់ លើក អង្គការ "
    "សមាគម ក្រុមហ៊ុន សាលា សាលារៀន សាកលវិទ្យាល័យ ស្ថានីយ ទូរទស្សន៍ វិទ្យុ កាសែត ព័ត៌មាន ភាពយន្ត "
    "វប្បធម៌ ទេសចរណ៍ សេដ្ឋកិច្ច ពាណិជ្ជកម្ម អប់រំ ភាគរយ លាន ពាន់លាន រៀល ដុល្លារ អាស៊ាន ចិន ថៃ ឡាវ "
    "កម្ពុជា វៀតណាម មីយ៉ាន់ម៉ា ម៉ាឡេស៊ី សិង្ហបុរី ឥណ្ឌូនេស៊ី ហ្វីលីពីន ភ្នំពេញ កិច្ចប្រជុំ "
    "សហប្រតិបត្តិការ គម្រោង អភិវឌ្ឍន៍ របាយការណ៍ សិស្ស និស្សិត អ្នក ទីក្រុង រាជធានី យើង ពួកគេ",
    "my": "နိုင်ငံ ပြည်နယ် ဝန်ကြီးဌာန အစိုးရ ဥက္ကဋ္ဌ ဝန်ကြီးချုပ် ဝန်ကြီး နေ့ နှစ် လ ခုနှစ် အဖွဲ့ အသင်း "
    "ကုမ္ပဏီ ကျောင်း တက္ကသိုလ် ရုပ်မြင်သံကြား ရေဒီယို သတင်းစာ သတင်း ရုပ်ရှင် ယဉ်ကျေးမှု "
    "ခရီးသွားလာရေး ခရီးသွား စီးပွားရေး ကုန်သွယ်မှု ပညာရေး ရာခိုင်နှုန်း သန်း ဘီလီယံ ကျပ် ဒေါ်လာ "
    "အာဆီယံ တရုတ် ထိုင်း လာအို ကမ္ဘောဒီးယား ဗီယက်နမ် မြန်မာ မလေးရှား စင်ကာပူ အင်ဒိုနီးရှား "
    "ဖိလစ်ပိုင် ရန်ကုန် အစည်းအဝေး ပူးပေါင်းဆောင်ရွက်မှု စီမံကိန်း ဖွံ့ဖြိုးတိုးတက်မှု အစီရင်ခံစာ "
    "ကျောင်းသား ကျောင်းသူ မြို့ ကျွန်ုပ်တို့ ကျွန်ုပ်တို့၏ သူ များ",
    "zh": "我们 他们 中国 老挝 越南 泰国 柬埔寨 缅甸 马来西亚 新加坡 印度尼西亚 印尼 菲律宾 文莱 东盟 "
    "东帝汶 合作 媒体 论坛 会议 记者 报告 学生 学校 大学 政府 部长 总理 主席 代表 文化 旅游 经济 "
    "贸易 教育 电影 电视 国家 地区 今年 去年 明年 发展 项目 协议 中心 公司 组织 双方 完整 网站 举行 "
    "开幕 发布 表示 参加",
}


def _words(*tables: Mapping[str, str]) -> Mapping[str, frozenset[str]]:
    codes = sorted({code for table in tables for code in table})
    return MappingProxyType(
        {code: frozenset(word for table in tables for word in table.get(code, "").split()) for code in codes}
    )


BEFORE = _words(_BEFORE)
AFTER = _words(_AFTER)
JOINED: Mapping[str, frozenset[str]] = MappingProxyType(
    {code: words for code, words in _words(_BEFORE, _AFTER, _MORE).items() if code in _MORE}
)
