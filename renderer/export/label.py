"""The label of a print PDF: information dictionary, XMP and PDF/X version. The checks come before it is believed."""

from __future__ import annotations

import hashlib
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Dictionary, Name, Stream, String

from renderer.artwork import Artwork
from renderer.contract.expectation import ExpectedPage
from renderer.contract.print_specs import STANDARDS

NAMESPACE = "https://codong.example/ns/1.0/"
"""Of our own properties: what the file is, for whoever has only the file. Verification never reads them."""
_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/" xmlns:codong="{namespace}">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<xmp:CreateDate>{date}</xmp:CreateDate>
<xmp:ModifyDate>{date}</xmp:ModifyDate>
<xmp:MetadataDate>{date}</xmp:MetadataDate>
<xmp:CreatorTool>{program}</xmp:CreatorTool>
<pdf:Producer>{program}</pdf:Producer>
<pdf:Trapped>False</pdf:Trapped>
<xmpMM:DocumentID>uuid:{document}</xmpMM:DocumentID>
<xmpMM:InstanceID>uuid:{instance}</xmpMM:InstanceID>
<xmpMM:VersionID>1</xmpMM:VersionID>
<xmpMM:RenditionClass>default</xmpMM:RenditionClass>
<pdfxid:GTS_PDFXVersion>{version}</pdfxid:GTS_PDFXVersion>
<codong:Binding>{binding}</codong:Binding>
<codong:Scale>{scale}</codong:Scale>
<codong:Sheet>{sheet}</codong:Sheet>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""


def label(pdf: pikepdf.Pdf, artwork: Artwork, page: ExpectedPage, program: str) -> None:
    """Write information dictionary and XMP metadata of one page's file."""
    standard = STANDARDS[page.standard]
    # Midnight in Việt Nam on the first hang date: a file must not depend on the day it was made.
    stamp = String(f"D:{artwork.dated:%Y%m%d}000000+07'00'")
    info = Dictionary(
        Title=String(artwork.title),
        Creator=String(program),
        Producer=String(program),
        CreationDate=stamp,
        ModDate=stamp,
        Trapped=Name("/False"),
    )
    if page.standard == "x1a":  # ISO 15930-4, 6.3; PDF/X-4 states its version in XMP alone
        info["/GTS_PDFXVersion"] = String(standard.label)
    pdf.docinfo.update(info)
    xmp = _XMP.format(
        namespace=NAMESPACE,
        title=escape(artwork.title),
        date=f"{artwork.dated:%Y-%m-%d}T00:00:00+07:00",
        program=escape(program),
        version=standard.label,
        binding=artwork.binding,
        scale=page.scale,
        sheet=f"{page.number}/{page.count}",
        document=_uuid(artwork.binding),
        instance=_uuid(f"{artwork.binding} {page.model_dump_json()}"),
    )
    stream = Stream(pdf, xmp.encode())
    stream.update({"/Type": Name.Metadata, "/Subtype": Name.XML})
    pdf.Root["/Metadata"] = pdf.make_indirect(stream)


def _uuid(text: str) -> str:
    """Return an identifier in UUID form that stands for ``text`` (RFC 9562, version 8: custom)."""
    digits = hashlib.sha256(text.encode()).hexdigest()
    return f"{digits[:8]}-{digits[8:12]}-8{digits[13:16]}-a{digits[17:20]}-{digits[20:32]}"
