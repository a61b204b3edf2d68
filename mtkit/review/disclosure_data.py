"""What a published article says of its translation, in each language: once reviewed by editors, and not reviewed."""

from __future__ import annotations

from types import MappingProxyType

__all__ = ["WORDING"]

WORDING = MappingProxyType(
    {
        "en": (
            "This article was translated by artificial intelligence (machine translation) and reviewed by editors.",
            "This article was translated by artificial intelligence (machine translation) and has not been reviewed "
            "by editors.",
        ),
        "zh": ("本文由人工智能机器翻译，已经编辑审校。", "本文由人工智能机器翻译，未经编辑审校。"),
        "zh-Hant": ("本文由人工智慧機器翻譯，已經編輯審校。", "本文由人工智慧機器翻譯，未經編輯審校。"),
        "id": (
            "Artikel ini diterjemahkan oleh kecerdasan buatan (terjemahan mesin) dan telah ditinjau oleh editor.",
            "Artikel ini diterjemahkan oleh kecerdasan buatan (terjemahan mesin) dan belum ditinjau oleh editor.",
        ),
        "ms": (
            "Artikel ini diterjemahkan oleh kecerdasan buatan (terjemahan mesin) dan telah disemak oleh editor.",
            "Artikel ini diterjemahkan oleh kecerdasan buatan (terjemahan mesin) dan belum disemak oleh editor.",
        ),
        "fil": (
            "Isinalin ang artikulong ito gamit ang artificial intelligence (machine translation) at nasuri na ng mga "
            "editor.",
            "Isinalin ang artikulong ito gamit ang artificial intelligence (machine translation) at hindi pa nasusuri "
            "ng mga editor.",
        ),
        "vi": (
            "Bài viết này được dịch bằng trí tuệ nhân tạo (dịch máy) và đã được biên tập viên hiệu đính.",
            "Bài viết này được dịch bằng trí tuệ nhân tạo (dịch máy) và chưa được biên tập viên hiệu đính.",
        ),
        "th": (
            "บทความนี้แปลโดยปัญญาประดิษฐ์ (การแปลด้วยเครื่อง) และผ่านการตรวจทานโดยบรรณาธิการแล้ว",
            "บทความนี้แปลโดยปัญญาประดิษฐ์ (การแปลด้วยเครื่อง) และยังไม่ผ่านการตรวจทานโดยบรรณาธิการ",
        ),
        "lo": (
            "ບົດຄວາມນີ້ແປໂດຍປັນຍາປະດິດ (ການແປດ້ວຍເຄື່ອງ) ແລະ ໄດ້ຮັບການກວດແກ້ໂດຍບັນນາທິການແລ້ວ.",
            "ບົດຄວາມນີ້ແປໂດຍປັນຍາປະດິດ (ການແປດ້ວຍເຄື່ອງ) ແລະ ຍັງບໍ່ໄດ້ຮັບການກວດແກ້ໂດຍບັນນາທິການ.",
        ),
        "km": (
            "អត្ថបទនេះត្រូវបានបកប្រែដោយបញ្ញាសិប្បនិម្មិត (ការបកប្រែដោយម៉ាស៊ីន) និងត្រូវបានពិនិត្យដោយអ្នកកែសម្រួល។",
            "អត្ថបទនេះត្រូវបានបកប្រែដោយបញ្ញាសិប្បនិម្មិត (ការបកប្រែដោយម៉ាស៊ីន) ហើយមិនទាន់ត្រូវបានពិនិត្យដោយអ្នកកែសម្រួលនៅឡើយទេ។",
        ),
        "my": (
            "ဤဆောင်းပါးကို ဉာဏ်ရည်တု (စက်ဘာသာပြန်) ဖြင့် ဘာသာပြန်ဆိုထားပြီး အယ်ဒီတာများက စိစစ်ပြီးဖြစ်သည်။",
            "ဤဆောင်းပါးကို ဉာဏ်ရည်တု (စက်ဘာသာပြန်) ဖြင့် ဘာသာပြန်ဆိုထားပြီး အယ်ဒီတာများက မစိစစ်ရသေးပါ။",
        ),
        "ta": (
            "இந்தக் கட்டுரை செயற்கை நுண்ணறிவால் (இயந்திர மொழிபெயர்ப்பு) மொழிபெயர்க்கப்பட்டு, ஆசிரியர்களால் சரிபார்க்கப்பட்டது.",
            "இந்தக் கட்டுரை செயற்கை நுண்ணறிவால் (இயந்திர மொழிபெயர்ப்பு) மொழிபெயர்க்கப்பட்டது; ஆசிரியர்களால் இன்னும் சரிபார்க்கப்படவில்லை.",
        ),
        "pt": (
            "Este artigo foi traduzido por inteligência artificial (tradução automática) e revisto por editores.",
            "Este artigo foi traduzido por inteligência artificial (tradução automática) e não foi revisto por "
            "editores.",
        ),
        "tet": (
            "Artigu ida-ne'e tradús ho intelijénsia artifisiál (tradusaun automátika) no editór sira revee ona.",
            "Artigu ida-ne'e tradús ho intelijénsia artifisiál (tradusaun automátika) no editór sira seidauk revee.",
        ),
    }
)
"""By the code of ``LANGUAGES``: (reviewed by editors, not reviewed). Neither names a product, a house or a law."""
