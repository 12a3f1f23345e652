"""Writes a page as a Word document with real headings and lists, so that screen readers and outlines find them."""

from io import BytesIO

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from knowledge.plan.page import Line, Page, Section

LANGUAGE = "en-GB"
ACCENT = RGBColor(0x17, 0x60, 0x5F)  # as in bot/web/static/page.css
INK = RGBColor(0x20, 0x29, 0x2B)
MUTED = RGBColor(0x55, 0x60, 0x5D)
HEADINGS, BODY = "Georgia", "Calibri"  # named only: Word takes a near one where they are missing


def as_word(page: Page) -> bytes:
    """The page as a .docx file."""
    page = page.tidied()
    document = docx.Document()
    _set_up(document, page.name)
    document.add_paragraph(page.kind, "Subtitle")
    document.add_heading(page.title, 1)
    if page.intro:
        paragraph = document.add_paragraph()
        for number, line in enumerate(page.intro):
            _write(page, paragraph, line, " " if number else "")
    for section in page.sections:
        _section(document, page, section)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _section(document: Document, page: Page, section: Section) -> None:
    document.add_heading(section.heading, 2)
    if section.lead is not None:
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        _write(page, paragraph, section.lead)
    style = {"numbered": "List Number", "sources": "List Number", "bullets": "List Bullet"}.get(section.shape)
    number = _new_count(document) if style == "List Number" else None
    for line in section.lines:
        paragraph = document.add_paragraph(style=style)
        if number is not None:
            properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
            properties.get_or_add_ilvl().val = 0
            properties.get_or_add_numId().val = number
        _write(page, paragraph, line)
    if section.closing is not None:
        _write(page, document.add_paragraph(), section.closing)


def _write(page: Page, paragraph: Paragraph, line: Line, before: str = "") -> None:
    paragraph.add_run(before + line.text)
    if line.sources:
        mark = paragraph.add_run(f" {page.marks(line)}")
        mark.font.color.rgb = MUTED


def _new_count(document: Document) -> int:
    """A list that counts from one: all that share a style would count on from one another."""
    style = document.styles["List Number"].element
    numbering = document.part.numbering_part.element
    shared = style.pPr.numPr.numId.val
    kind = numbering.num_having_numId(shared).abstractNumId.val
    count = numbering.add_num(kind)
    count.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(count.numId)


def _set_up(document: Document, name: str) -> None:
    properties = document.core_properties
    properties.title, properties.language = name, LANGUAGE
    properties.author = properties.comments = properties.last_modified_by = ""  # the library names itself there
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin = section.bottom_margin = Cm(1.8)
    for style in document.styles:
        if style.type == WD_STYLE_TYPE.PARAGRAPH and (fonts := style.element.find(qn("w:rPr"))) is not None:
            for language in fonts.findall(qn("w:lang")):
                fonts.remove(language)
    defaults = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    language = defaults.find(qn("w:lang"))
    if language is None:
        language = OxmlElement("w:lang")
        defaults.append(language)
    language.set(qn("w:val"), LANGUAGE)
    _style(document, "Normal", BODY, 10.5, INK, after=4)
    _style(document, "Subtitle", BODY, 10, MUTED, after=2)
    _style(document, "Heading 1", HEADINGS, 20, ACCENT, after=6)
    _style(document, "Heading 2", HEADINGS, 12.5, ACCENT, after=3, before=10)
    for lists in ("List Number", "List Bullet"):
        _style(document, lists, BODY, 10.5, INK, after=3)


def _style(
    document: Document, name: str, font: str, size: float, colour: RGBColor, after: float, before: float = 0
) -> None:
    style = document.styles[name]
    style.font.name, style.font.size, style.font.color.rgb = font, Pt(size), colour
    style.font.italic = False
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):  # a theme's font would win
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    style.paragraph_format.space_after, style.paragraph_format.space_before = Pt(after), Pt(before)
