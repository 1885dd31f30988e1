"""What PDF/X-4 and PDF/X-1a ask of a file as a whole: label, dates, output intent, forbidden things.

Each rule is named in docs/print.md with the clause it comes from and the mutation that shows that it bites.
"""

from __future__ import annotations

import re
from typing import Any
from xml.etree.ElementTree import Element, ParseError

import pikepdf
from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from pikepdf import Array, Dictionary, Name, Stream

from renderer.contract.print_specs import STANDARDS, Standard
from renderer.preflight.art import find_encryption
from renderer.preflight.bounds import LARGEST_NUMBER, BeyondBoundsError, inflate
from renderer.preflight.finding import Finding

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_NS = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfxid": "http://www.npes.org/pdfx/ns/id/",
}
_DATE = re.compile(r"D:\d{14}([+-]\d\d'\d\d'?|Z)?")
_XMP_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d([+-]\d\d:\d\d|Z)")
_MOST_METADATA = 16_000_000
_FORBIDDEN_FILTERS = {"/LZWDecode", "/Crypt"}


def xmp_of(pdf: pikepdf.Pdf) -> dict[str, str]:
    """Return the simple properties of a file's XMP by ``prefix:name``; empty where there is none to read."""
    stream = pdf.Root.get("/Metadata")
    if not isinstance(stream, Stream):
        return {}
    try:
        root: Element = fromstring(inflate(stream, _MOST_METADATA), forbid_dtd=True)
    except BeyondBoundsError:
        raise
    except (ParseError, DefusedXmlException, ValueError):
        return {}
    prefixes = {uri: prefix for prefix, uri in _NS.items()}
    found: dict[str, str] = {}
    for description in root.iter(f"{_RDF}Description"):
        values = [(key, value) for key, value in description.attrib.items()]
        values += [(child.tag, " ".join("".join(child.itertext()).split())) for child in description]
        for tag, value in values:
            uri, _, name = tag.lstrip("{").partition("}")
            if uri in prefixes:
                found[f"{prefixes[uri]}:{name}"] = value
    return found


_OTHER_STANDARDS = {
    "PDF/X-1:2001": "ISO 15930-1",
    "PDF/X-1a:2001": "ISO 15930-1",
    "PDF/X-3:2002": "ISO 15930-3",
    "PDF/X-3:2003": "ISO 15930-6",
    "PDF/X-4p": "ISO 15930-7",
}
"""Standards that are known and not checked clause by clause."""


def find_claimed_label(pdf: pikepdf.Pdf) -> str:
    """Return the name of the PDF/X standard that a file claims, "" for no claim.

    X-1a of 2001 has a version that it shares with X-1, and the conformance beside it (ISO 15930-1, 6.2).
    """
    info, xmp = pdf.docinfo, xmp_of(pdf)
    version = xmp.get("pdfxid:GTS_PDFXVersion") or str(info.get("/GTS_PDFXVersion", ""))
    conformance = str(info.get("/GTS_PDFXConformance", ""))
    return conformance if version == "PDF/X-1:2001" and conformance in _OTHER_STANDARDS else version


def find_claimed_standard(pdf: pikepdf.Pdf) -> str | None:
    """Return the key of the standard that a file claims; "" for one that is not checked here, None for no claim."""
    label = find_claimed_label(pdf)
    return next((key for key, standard in STANDARDS.items() if standard.label == label), "") if label else None


def find_claim_breaches(pdf: pikepdf.Pdf) -> list[Finding]:
    """Return what a file breaks that claims no standard, or one that is not checked clause by clause."""
    label = find_claimed_label(pdf)
    known = _OTHER_STANDARDS.get(label)
    if known is None:
        told = f"the file claims a standard not known here: {label}" if label else "the file claims no PDF/X standard"
        return [Finding("no-standard", told, severity="warning")]
    told = f"the file claims {label} ({known}): it is judged as a print file, not clause by clause"
    findings = [Finding("other-standard", told, severity="warning")]
    intents = [i for i in pdf.Root.get("/OutputIntents", []) if i.get("/S") == Name.GTS_PDFX]
    if len(intents) != 1:
        findings.append(Finding("intent", f"the file claims {label} and has {len(intents)} output intents for PDF/X"))
    return findings


def forbids_transparency(label: str) -> bool:
    """Tell whether a claimed standard that is not checked clause by clause knows no transparency."""
    return label in _OTHER_STANDARDS and label != "PDF/X-4p"


def find_standard_breaches(pdf: pikepdf.Pdf, key: str, binding: str = "") -> list[Finding]:
    """Return every rule of a standard that a file breaks as a whole; what its pages paint is judged elsewhere.

    ``binding``: the document's identifier must be the one that stands for it, where it is known.
    """
    standard = STANDARDS[key]
    findings = (
        _find_version_breaches(pdf, standard)
        + _find_information_breaches(pdf, key, standard)
        + _find_metadata_breaches(pdf, key, standard)
    )
    findings += (
        find_intent_breaches(pdf, key)
        + _find_catalogue_breaches(pdf, standard)
        + _find_page_breaches(pdf, standard)
        + _find_object_breaches(pdf, standard)
    )
    if binding:
        from_xmp = inflate(pdf.Root["/Metadata"], _MOST_METADATA) if "/Metadata" in pdf.Root else b""
        if binding.encode() not in from_xmp:
            findings.append(Finding("metadata-binding", "the metadata does not name the order's binding hash"))
    return findings


def _find_version_breaches(pdf: pikepdf.Pdf, standard: Standard) -> list[Finding]:
    stated = max(pdf.pdf_version, str(pdf.Root.get("/Version", "/0")).lstrip("/"))
    if stated > standard.pdf_version:
        message = f"the file is PDF {stated}, {standard.label} is at most {standard.pdf_version}"
        return [Finding("pdf-version", message)]
    return [] if "/ID" in pdf.trailer else [Finding("no-id", "the trailer has no file identifier")]


def _find_information_breaches(pdf: pikepdf.Pdf, key: str, standard: Standard) -> list[Finding]:
    info = pdf.docinfo
    findings = [
        Finding("info-missing", f"the information dictionary has no {name[1:]}")
        for name in ("/Title", "/CreationDate", "/ModDate", "/Trapped")
        if not str(info.get(name, ""))
    ]
    for name in ("/CreationDate", "/ModDate"):
        if name in info and not _DATE.fullmatch(str(info[name])):
            findings.append(Finding("info-date", f"{name[1:]} is no date: {info[name]}"))
    if "/Trapped" in info and str(info["/Trapped"]) not in ("/True", "/False"):
        findings.append(Finding("trapped", f"Trapped is {info['/Trapped']}, neither True nor False"))
    claim = str(info.get("/GTS_PDFXVersion", ""))
    if key == "x1a" and claim != standard.label:
        findings.append(
            Finding("pdfx-label", f"the information dictionary claims {claim or 'nothing'}", expected=standard.label)
        )
    return findings


def _find_metadata_breaches(pdf: pikepdf.Pdf, key: str, standard: Standard) -> list[Finding]:
    xmp = xmp_of(pdf)
    if key == "x1a" and not xmp and "/Metadata" not in pdf.Root:
        return []  # ISO 15930-4 asks for no XMP
    if not xmp:
        return [Finding("no-xmp", "the file has no readable XMP metadata")]
    findings = []
    if xmp.get("pdfxid:GTS_PDFXVersion") != standard.label:
        findings.append(
            Finding(
                "pdfx-label",
                "the XMP claims another standard",
                expected=standard.label,
                found=xmp.get("pdfxid:GTS_PDFXVersion", ""),
            )
        )
    needed = (
        "dc:title",
        "xmp:CreateDate",
        "xmp:ModifyDate",
        "xmp:MetadataDate",
        "xmpMM:DocumentID",
        "xmpMM:VersionID",
        "xmpMM:RenditionClass",
    )
    findings += [Finding("xmp-missing", f"the XMP has no {name}") for name in needed if not xmp.get(name)]
    for name in ("xmp:CreateDate", "xmp:ModifyDate", "xmp:MetadataDate"):
        if xmp.get(name) and not _XMP_DATE.fullmatch(xmp[name]):
            findings.append(Finding("xmp-date", f"{name} is no date: {xmp[name]}"))
    return findings + _find_disagreements(pdf, xmp)


def _find_disagreements(pdf: pikepdf.Pdf, xmp: dict[str, str]) -> list[Finding]:
    """Both places that describe a file must say the same."""
    pairs = [
        ("/Title", xmp.get("dc:title")),
        ("/Producer", xmp.get("pdf:Producer")),
        ("/Creator", xmp.get("xmp:CreatorTool")),
    ]
    findings = [
        Finding(
            "metadata-differs",
            f"information dictionary and XMP disagree on the {name[1:].lower()}",
            expected=str(pdf.docinfo[name]),
            found=said,
        )
        for name, said in pairs
        if said and name in pdf.docinfo and " ".join(str(pdf.docinfo[name]).split()) != said
    ]
    trapped = str(pdf.docinfo.get("/Trapped", "")).lstrip("/")
    if xmp.get("pdf:Trapped") and trapped and xmp["pdf:Trapped"] != trapped:
        findings.append(Finding("metadata-differs", "information dictionary and XMP disagree on trapping"))
    for name, key in (("/CreationDate", "xmp:CreateDate"), ("/ModDate", "xmp:ModifyDate")):
        one, two = (re.sub(r"\D", "", v)[:14] for v in (str(pdf.docinfo.get(name, "")), xmp.get(key, "")))
        if one and two and one != two:
            findings.append(Finding("metadata-differs", f"information dictionary and XMP disagree on {name[1:]}"))
    return findings


def find_intent_breaches(pdf: pikepdf.Pdf, key: str = "x4") -> list[Finding]:
    """Return what is wrong with the output intent: there is one for PDF/X, with a CMYK output profile."""
    intents = [i for i in pdf.Root.get("/OutputIntents", []) if i.get("/S") == Name.GTS_PDFX]
    if len(intents) != 1:
        return [Finding("intent", f"the file has {len(intents)} output intents for PDF/X, not one")]
    intent = intents[0]
    if not str(intent.get("/OutputConditionIdentifier", "")):
        return [Finding("intent", "the output intent names no printing condition")]
    profile = intent.get("/DestOutputProfile")
    if profile is None:
        return [Finding("intent", "the output intent holds no profile")]
    data = inflate(profile)
    if int(profile.get("/N", 0)) != 4 or data[16:20] != b"CMYK" or data[12:16] != b"prtr" or data[36:40] != b"acsp":
        return [Finding("intent", "the output intent's profile is no CMYK output profile")]
    if int.from_bytes(data[:4], "big") != len(data):
        return [Finding("intent", "the output intent's profile is cut short")]
    if data[8] > (2 if key == "x1a" else 4):
        return [Finding("intent", f"the output intent's profile is of ICC version {data[8]}")]
    return []


def _find_catalogue_breaches(pdf: pikepdf.Pdf, standard: Standard) -> list[Finding]:
    findings = find_encryption(pdf)
    if "/OCProperties" in pdf.Root and not standard.layers:
        findings.append(Finding("layers", f"{standard.label} has no layers"))
    names = pdf.Root.get("/Names", Dictionary())
    if any(key in pdf.Root for key in ("/OpenAction", "/AA")) or "/JavaScript" in names:
        findings.append(Finding("action", "the file does something when it is opened"))
    if "/EmbeddedFiles" in names and standard.pdf_version < "1.6":
        findings.append(Finding("attachment", f"{standard.label} has no attachments"))
    if "/AcroForm" in pdf.Root and "/XFA" in pdf.Root["/AcroForm"]:
        findings.append(Finding("form", "the file holds an XFA form"))
    return findings


def _find_page_breaches(pdf: pikepdf.Pdf, standard: Standard) -> list[Finding]:
    findings = []
    for number, page in enumerate(pdf.pages, 1):
        where = f"page {number}"
        if "/UserUnit" in page.obj and not standard.user_unit:
            findings.append(Finding("user-unit", f"{standard.label} has no UserUnit", place=where))
        group = page.obj.get("/Group")
        if group is not None and group.get("/S") == Name.Transparency and not standard.transparency:
            findings.append(Finding("transparency", f"{standard.label} has no transparency groups", place=where))
        findings += find_box_breaches(page, where)
        if "/AA" in page.obj:
            findings.append(Finding("action", "the page does something when it is opened", place=where))
        for note in page.obj.get("/Annots", []):
            if str(note.get("/Subtype")) not in ("/TrapNet", "/PrinterMark"):
                findings.append(Finding("annotation", f"the page carries a note ({note.get('/Subtype')})", place=where))
    return findings


def find_box_breaches(page: Any, where: str, *, labelled: bool = True) -> list[Finding]:
    """Return what is wrong with a page's boxes: a trim box (or an art box), nested in bleed and media.

    That there is one, and not both, is asked by PDF/X alone: ``labelled``.
    """
    found: dict[str, list[float]] = {}
    for key in ("/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox"):
        values = page.obj.get(key) if key != "/MediaBox" else page.mediabox
        if values is not None:
            found[key] = [float(v) for v in values]
            if len(found[key]) != 4 or not all(abs(v) < LARGEST_NUMBER for v in found[key]):
                return [Finding("box", f"{key[1:]} is no box of a page", place=where)]
            one, other = found[key][:2], found[key][2:]  # two corners, whichever comes first
            found[key] = [*map(min, one, other), *map(max, one, other)]
            if found[key][0] >= found[key][2] or found[key][1] >= found[key][3]:
                return [Finding("box", f"{key[1:]} has no area", place=where)]
    if not labelled and "/TrimBox" in found:
        found.pop("/ArtBox", None)
    if ("/TrimBox" in found) == ("/ArtBox" in found):
        if "/TrimBox" in found:
            return [Finding("box", "the page has both a trim and an art box", place=where)]
        return [_tell_no_trim("crop" if "/CropBox" in found else "media", where, labelled=labelled)]
    inner = "/TrimBox" if "/TrimBox" in found else "/ArtBox"
    findings = []
    pairs = ((inner, "/BleedBox"), ("/BleedBox", "/MediaBox"), (inner, "/CropBox"), (inner, "/MediaBox"))
    for small, large in pairs:
        if small in found and large in found and not _lies_within(found[small], found[large]):
            findings.append(Finding("box-nesting", f"{small[1:]} leaves {large[1:]}", place=where))
    return list(dict.fromkeys(findings))


def _tell_no_trim(taken: str, where: str, *, labelled: bool) -> Finding:
    if labelled:
        return Finding("no-trim", "the page has no trim box", place=where)
    message = f"the page has no trim box: its {taken} box is taken as the trim"
    return Finding("no-trim", message, severity="warning", place=where)


def _lies_within(inner: list[float], outer: list[float]) -> bool:
    slack = 0.01  # points
    low = inner[0] >= outer[0] - slack and inner[1] >= outer[1] - slack
    return low and inner[2] <= outer[2] + slack and inner[3] <= outer[3] + slack


def _find_object_breaches(pdf: pikepdf.Pdf, standard: Standard) -> list[Finding]:
    """Look at every object once: things that no press may meet, wherever they hide."""
    findings = []
    for entry in pdf.objects:
        group = entry.get("/Group") if isinstance(entry, Stream) else None
        if isinstance(group, Dictionary) and group.get("/S") == Name.Transparency and not standard.transparency:
            findings.append(Finding("transparency", f"{standard.label} has no transparency groups"))
        if not isinstance(entry, Dictionary | Stream):
            continue
        if isinstance(entry, Stream):
            filters = entry.get("/Filter", Array([]))
            names = {str(filters)} if isinstance(filters, Name) else {str(f) for f in filters}
            if names & _FORBIDDEN_FILTERS:
                findings.append(Finding("filter", f"a stream is packed with {', '.join(sorted(names))}"))
            if "/F" in entry:
                findings.append(Finding("external-stream", "a stream lies in another file"))
            if str(entry.get("/Subtype")) == "/PS" or str(entry.get("/Subtype2")) == "/PS":
                findings.append(Finding("postscript", "the file holds PostScript"))
            if "/OPI" in entry or "/Alternates" in entry:
                findings.append(Finding("opi", "an image stands for another one"))
        if "/TR" in entry and str(entry.get("/TR")) != "/Identity" and str(entry.get("/Type")) == "/ExtGState":
            findings.append(Finding("transfer", "a graphics state changes tones (transfer function)"))
        if "/TR2" in entry and str(entry["/TR2"]) != "/Default":
            findings.append(Finding("transfer", "a graphics state changes tones (transfer function)"))
        if "/HTP" in entry:
            findings.append(Finding("halftone", "a graphics state moves the screen"))
    return list(dict.fromkeys(findings))
