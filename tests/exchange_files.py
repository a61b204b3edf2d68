"""Bilingual files as other programs shape them: Weblate, OmegaT, memoQ, Trados."""

# ruff: noqa: E501 (other programs write long lines)
from __future__ import annotations

from mtkit.engine.interface import Decoding
from mtkit.engine.table import TableEngine
from mtkit.lang import Pair
from mtkit.pipeline import Leg, Pipeline

MARKS = tuple(f"⟦{n}⟧" for n in range(12))


def pipeline(source: str, target: str, table: dict[str, str] | None = None, **options) -> Pipeline:
    """A pipeline on a table; what it lacks comes back as ``[vi] text``, every word and mark kept."""
    pair = Pair(source, target)
    engine = TableEngine(table or {}, pair, marks=MARKS, **options)
    return Pipeline(lambda _: [Leg(pair, engine)], decoding=Decoding(beam=1))


WEBLATE_PO = r"""# Vietnamese translations for Newsroom package.
# Copyright (C) 2026 The Newsroom authors
# This file is distributed under the same license as the Newsroom package.
#
msgid ""
msgstr ""
"Project-Id-Version: Newsroom 4.2\n"
"Report-Msgid-Bugs-To: bugs@newsroom.example\n"
"POT-Creation-Date: 2026-10-02 09:12+0800\n"
"PO-Revision-Date: 2026-11-20 03:44+0000\n"
"Last-Translator: Anonymous <noreply@weblate.example>\n"
"Language-Team: Vietnamese <https://weblate.example/projects/newsroom/vi/>\n"
"Language: vi\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=1; plural=0;\n"
"X-Generator: Weblate 5.14.3\n"
"X-Source-Language: en\n"

#. Translators: shown above the list of articles; a name of a desk follows.
#: newsroom/templates/front.html:12 newsroom/templates/front.html:40
#, python-format
msgctxt "headline"
msgid "Latest from %(desk)s: <strong>%(count)d</strong> stories, 100%% checked."
msgstr ""

#: newsroom/views.py:88
#, python-format
msgid "%d comment"
msgid_plural "%d comments"
msgstr[0] ""

# checked with the desk in Hanoi
#: newsroom/views.py:90
msgid "Send to the editor"
msgstr "Gửi biên tập viên"

#: newsroom/views.py:97
#, fuzzy
#| msgid "Publish"
msgid "Publish now"
msgstr "Xuất bản"

#: newsroom/mail.py:7
#, python-brace-format
msgid ""
"Dear {name},\n"
"\n"
"the article was published on {date:%d %B}. You can read it at https://newsroom.example/{slug} until the end of the "
"month.\n"
msgstr ""

#: newsroom/mail.py:21
msgid "{count, plural, one {# photo} other {# photos}} attached"
msgstr ""

#~ msgid "Old desk"
#~ msgstr "Bàn tin cũ"
"""

OMEGAT_XLIFF = """<?xml version="1.0" encoding="UTF-8"?>
<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2" xmlns:okp="okapi-framework:xliff-extensions">
<file original="forum.html" source-language="zh-CN" target-language="th-TH" datatype="html">
<header><note>示例</note></header>
<body>
<group id="g1" resname="main">
<trans-unit id="1" resname="title" xml:space="preserve" okp:wsBefore=" ">
<source xml:lang="zh-CN">东盟媒体论坛在<g id="1">南宁</g>开幕</source>
</trans-unit>
<trans-unit id="2" xml:space="preserve">
<source xml:lang="zh-CN">请点击<bpt id="1">&lt;a href="/live"&gt;</bpt>直播<ept id="1">&lt;/a&gt;</ept>。<ph id="2">&lt;br/&gt;</ph>会议持续两天。</source>
<target xml:lang="th-TH"></target>
<note from="omegat">链接</note>
</trans-unit>
<trans-unit id="3" translate="no">
<source xml:lang="zh-CN">ASEAN-2026-11</source>
</trans-unit>
<trans-unit id="4" approved="yes">
<source xml:lang="zh-CN">闭幕</source>
<target xml:lang="th-TH" state="final">ปิดการประชุม</target>
</trans-unit>
<trans-unit id="5">
<source xml:lang="zh-CN">主编</source>
<target xml:lang="th-TH" state="new">主编</target>
</trans-unit>
</group>
</body>
</file>
</xliff>
"""

MEMOQ_XLIFF = """<?xml version="1.0" encoding="utf-8"?>
<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2" xmlns:mq="MQXliff">
  <file original="bulletin.docx" source-language="en-US" target-language="km-KH" datatype="x-memoq" mq:modelId="7">
    <header><skl><external-file href="skl.xml" /></skl></header>
    <body>
      <trans-unit id="1" mq:status="NotStarted" mq:segmentguid="2f6a">
        <source xml:space="preserve">The ministers <bpt id="1" rid="1" ctype="bold">{}</bpt>agreed<ept id="2" rid="1">{}</ept> on the text.</source>
        <target xml:space="preserve"></target>
        <mq:insertedmatch matchtype="1"><source>x</source><target>y</target></mq:insertedmatch>
      </trans-unit>
      <trans-unit id="2" mq:status="ManuallyConfirmed" mq:segmentguid="2f6b">
        <source xml:space="preserve">Editors met in Phnom Penh.</source>
        <target xml:space="preserve">អ្នកនិពន្ធបានជួបគ្នានៅភ្នំពេញ។</target>
      </trans-unit>
    </body>
  </file>
</xliff>
"""

TRADOS_SDLXLIFF = """<?xml version="1.0" encoding="utf-8"?>
<xliff xmlns:sdl="http://sdl.com/FileTypes/SdlXliff/1.0" xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2" sdl:version="1.0">
<file original="C:\\desk\\note.docx" datatype="x-sdlfilterframework2" source-language="en-GB" target-language="vi-VN">
<header><tag-defs xmlns="http://sdl.com/FileTypes/SdlXliff/1.0"><tag id="5"><bpt name="cf">&lt;cf bold="True"&gt;</bpt></tag></tag-defs></header>
<body>
<group><sdl:cxts><sdl:cxt id="1" /></sdl:cxts>
<trans-unit id="6e1f"><source><g id="5">The forum opened.</g> It closes on Friday.</source><seg-source><g id="5"><mrk mtype="seg" mid="1">The forum opened.</mrk></g> <mrk mtype="seg" mid="2">It closes on <x id="9"/>Friday.</mrk></seg-source><target><g id="5"><mrk mtype="seg" mid="1">Diễn đàn khai mạc.</mrk></g> <mrk mtype="seg" mid="2" /></target><sdl:seg-defs><sdl:seg id="1" conf="ApprovedTranslation" origin="interactive" /><sdl:seg id="2" /></sdl:seg-defs></trans-unit>
<trans-unit id="6e20"><source>Two days.</source><seg-source><mrk mtype="seg" mid="3">Two days.</mrk></seg-source><sdl:seg-defs><sdl:seg id="3" /></sdl:seg-defs></trans-unit>
</group>
</body>
</file>
</xliff>
"""

WEBLATE_XLIFF = """<?xml version='1.0' encoding='UTF-8'?>
<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" version="1.2" xsi:schemaLocation="urn:oasis:names:tc:xliff:document:1.2 xliff-core-1.2-transitional.xsd">
  <file original="app" source-language="en" datatype="plaintext" target-language="vi">
    <body>
      <trans-unit id="welcome" resname="welcome" approved="no">
        <source><![CDATA[Welcome to <b>%s</b> & friends]]></source>
        <target state="needs-translation"/>
        <context-group purpose="location"><context context-type="sourcefile">Main.java</context></context-group>
      </trans-unit>
      <trans-unit id="items" xml:space="preserve">
        <source>You have &lt;b&gt;{count}&lt;/b&gt; new
messages &amp; 2 drafts.</source>
      </trans-unit>
      <trans-unit id="done" approved="yes">
        <source>Saved</source>
        <target state="translated">Đã lưu</target>
      </trans-unit>
    </body>
  </file>
</xliff>
"""

XLIFF_20 = """<?xml version="1.0"?>
<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" xmlns:fs="urn:oasis:names:tc:xliff:fs:2.0" xmlns:x="urn:x-desk" version="2.0" srcLang="en" trgLang="my">
  <!-- made by the desk -->
  <file id="f1" original="bulletin.html">
    <skeleton href="bulletin.skl"/>
    <group id="g1">
      <unit id="u1" x:desk="Yangon">
        <notes><note id="n1">Headline</note></notes>
        <originalData><data id="d1">&lt;b&gt;</data><data id="d2">&lt;/b&gt;</data></originalData>
        <segment id="s1">
          <source>Readers <pc id="1" dataRefStart="d1" dataRefEnd="d2">trust</pc> local desks.</source>
        </segment>
        <ignorable><source> </source></ignorable>
        <segment>
          <source>They read <sc id="2"/>every<ec startRef="2"/> day<ph id="3" fs:fs="br"/>.</source>
        </segment>
      </unit>
      <unit id="u2" translate="no"><segment><source>MMR-7</source></segment></unit>
      <unit id="u3">
        <segment state="reviewed"><source>Closed</source><target>ပိတ်သည်</target></segment>
      </unit>
    </group>
  </file>
</xliff>
"""
