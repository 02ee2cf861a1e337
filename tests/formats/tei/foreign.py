"""TEI of others for the tests: with a header of its own, markup in the text, comments, and ids of any kind."""

from corpora import hostile_text
from hypothesis import strategies as st

ARTICLE = """<?xml version="1.0" encoding="UTF-8"?>
<?xml-model href="tei_all.rng"?>
<!DOCTYPE TEI [<!ENTITY who "Ivan">]>
<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="en" xml:id="u.ana">
  <!-- made by hand -->
  <teiHeader><fileDesc><titleStmt><title>Talks</title></titleStmt>
    <publicationStmt><publisher>A press</publisher></publicationStmt>
    <sourceDesc><bibl><title level="j">The Daily</title><editor>B</editor></bibl></sourceDesc></fileDesc>
    <encodingDesc><classDecl><taxonomy xml:id="topics" n="1"><bibl>Topics</bibl>
      <category xml:id="war"><catDesc>War</catDesc></category></taxonomy></classDecl></encodingDesc></teiHeader>
  <text type="article"><front><head>Talks in <placeName ref="#astana">Astana</placeName></head>
    <byline>By <persName xml:id="p1">A. Person</persName></byline></front>
  <body><p n="1" corresp="#p1">The <orgName>Duma</orgName> of <hi rend="it">Mos<!-- split -->cow</hi> met&#13;
&who;.<?page 2?></p>
    <figure><figDesc>A hall &amp; a tank.</figDesc></figure>
    <p>He read <title>War and Peace</title>, <seg ana="#war" xml:id="s2" next="#s3">all</seg> of
      <seg ana="#war" xml:id="s3" prev="#s2">it</seg>, 😀 e\u0301.</p></body></text>
  <standOff><listPlace><place xml:id="astana"><placeName>Astana</placeName></place></listPlace></standOff>
</TEI>
"""

_INLINE = ("hi", "persName", "rs", "q", "emph")


@st.composite
def _inline(draw) -> str:
    words = escaped(draw(hostile_text(1)))
    match draw(st.integers(0, 4)):
        case 0:
            name = draw(st.sampled_from(_INLINE))
            return f'<{name} xml:id="{draw(st.sampled_from(("p1", "x.1", "d.0", "1 a")))}">{words}</{name}>'
        case 1:
            return f"{words}<!-- {words.replace('-', '')} -->&#13;\n"
        case 2:
            return f"<?pi {draw(st.sampled_from('ab'))}?>{words}<lb/>"
        case 3:
            return f'<ref target="#p1 http://a.b/#p1 #x.1">{words}</ref>'
    return words


@st.composite
def articles(draw) -> str:
    """A whole file, with words in it."""
    paragraphs = draw(st.lists(st.lists(_inline(), min_size=1, max_size=4).map("".join), min_size=1, max_size=3))
    body = "\n ".join(f"<p>a{words}</p>" for words in paragraphs)
    return (
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>T</title></titleStmt>'
        "<publicationStmt><p/></publicationStmt><sourceDesc><p/></sourceDesc></fileDesc></teiHeader>"
        f"<text><body><head>H</head>{body}</body></text></TEI>"
    )


def escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
