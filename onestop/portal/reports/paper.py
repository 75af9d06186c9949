"""The paper of a docx: styles that print Chinese well, running heads, fields for page numbers, bookmarks."""

from typing import Any

from django.conf import settings
from docx import Document
from docx.document import Document as Paper
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from onestop.portal.reports.content import Heading, page_of_pages, printable

_WESTERN, _TEXT, _TITLE = "Arial", "宋体", "黑体"
"""Chinese fonts that every Chinese Windows and WPS has; others put their own in their place."""
_TITLES = ("Title", "Heading 1", "Heading 2", "Heading 3")
_DEEP = RGBColor(0x0B, 0x5C, 0x77)
_LINE = Cm(16)


def blank_paper() -> Paper:
    """The office's own, or a sheet of A4."""
    own = settings.DATA_DIR / "report.docx"
    if own.exists():
        return Document(str(own))
    paper = Document()
    for section in paper.sections:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.5)
        section.top_margin, section.bottom_margin = Cm(2.6), Cm(2.2)
    _set_font(paper.styles["Normal"], _TEXT)
    paper.styles["Normal"].font.size = Pt(10.5)
    for name in _TITLES:
        _set_font(paper.styles[name], _TITLE)
        paper.styles[name].font.color.rgb = _DEEP
    return paper


def _set_font(style: Any, chinese: str) -> None:
    """Chinese and Latin letters have a font each; those of a theme would take their place."""
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for each in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{each}"), None)
    for each, name in (("ascii", _WESTERN), ("hAnsi", _WESTERN), ("eastAsia", chinese)):
        fonts.set(qn(f"w:{each}"), name)


def dress(paper: Paper, running: str) -> None:
    """Running heads and page numbers on every sheet but the cover. An office's own ones are kept beside them."""
    section = paper.sections[-1]
    section.different_first_page_header_footer = True
    head = section.header.paragraphs[0] if section.header.paragraphs else section.header.add_paragraph()
    head.add_run(running).font.size = Pt(8.5)
    foot = (
        section.footer.add_paragraph() if section.footer.paragraphs[0].text else section.footer.paragraphs[0]
    )
    foot.alignment = 1
    for text, code in zip(page_of_pages(), ("PAGE", "NUMPAGES", ""), strict=True):
        foot.add_run(text).font.size = Pt(8.5)
        if code:
            page_field(foot, code)


def page_field(paragraph: Paragraph, code: str) -> None:
    for kind, text in (("begin", ""), ("", f" {code} "), ("separate", ""), ("end", "")):
        _field(paragraph, kind, text)


def _field(paragraph: Paragraph, kind: str, text: str = "") -> None:
    """One of the marks of which a field is made, or its instruction."""
    run = paragraph.add_run()
    run.font.size = Pt(8.5) if "PAGE" in text and "REF" not in text else None
    if kind:
        mark = OxmlElement("w:fldChar")
        mark.set(qn("w:fldCharType"), kind)
        if kind == "begin":
            mark.set(qn("w:dirty"), "true")
    else:
        mark = OxmlElement("w:instrText")
        mark.set(qn("xml:space"), "preserve")
        mark.text = text
    run._r.append(mark)


def contents_entry(paper: Paper, heading: Heading) -> None:
    """A line of the contents page: a link, and a field for the page.

    No field of type TOC around the lines: some programs take what stands in one for given and never look for the
    pages; a page reference of its own is filled in by all.
    """
    paragraph = paper.add_paragraph(style=_contents_style(paper, heading.level))
    paragraph.add_run(f"{heading.number}　{printable(heading.title)}\t")
    page_field(paragraph, f"PAGEREF {_name(heading.anchor)} \\h")
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), _name(heading.anchor))
    for run in paragraph._p.findall(qn("w:r")):
        link.append(run)
    paragraph._p.append(link)


def _contents_style(paper: Paper, level: int) -> str:
    name = f"toc {level}"
    if name not in [style.name for style in paper.styles]:
        style: Any = paper.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = paper.styles["Normal"]
        style.paragraph_format.tab_stops.add_tab_stop(_LINE, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
        style.paragraph_format.left_indent = Cm(0.8 * (level - 1))
        style.paragraph_format.space_after = Pt(3)
        style.font.bold = level == 1
    return name


def bookmark(paragraph: Paragraph, anchor: str, number: int) -> None:
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for mark in (start, end):
        mark.set(qn("w:id"), str(number))
    start.set(qn("w:name"), _name(anchor))
    first = next(iter(paragraph._p.findall(qn("w:r"))))
    first.addprevious(start)
    paragraph._p.append(end)


def _name(anchor: str) -> str:
    return "_Toc_" + anchor.replace("-", "_")


def fields_are_filled_in(paper: Paper) -> None:
    """The word processor fills in page numbers when it opens the file."""
    update = OxmlElement("w:updateFields")
    update.set(qn("w:val"), "true")
    paper.settings.element.append(update)
