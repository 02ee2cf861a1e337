import json
from pathlib import Path

CASES = Path(__file__).parents[1] / "domain" / "offset_cases.json"


def test_offsets_are_those_of_the_servers_table(desk):
    cases = json.loads(CASES.read_text(encoding="utf-8"))
    wrong = desk.page.evaluate(
        """async (cases) => {
            const main = document.querySelector("script[src*='main.js']").src;
            const { codePointOffset, utf16Offset } = await import(main.replace("main.js", "offsets.js"));
            return cases.filter(({ text, code_point, utf16 }) =>
                codePointOffset(text, utf16) !== code_point || utf16Offset(text, code_point) !== utf16);
        }""",
        cases,
    )
    assert cases
    assert wrong == []


def test_the_page_s_text_is_the_servers_text(open_desk):
    text = "Сәлем 👨‍👩‍👧‍👦\n\n  e\u0301te\u0301 \u200f عربي\n \nlast 🇰🇿"
    desk = open_desk(text)
    server = desk.site.text(desk.document)
    shown = desk.page.evaluate(
        """async (end) => {
            const main = document.querySelector("script[src*='main.js']").src;
            const { article } = await import(main.replace("main.js", "desk.js"));
            const places = [];
            for (let start = 0; start < end; start += 1) places.push(article.text(start, Math.min(end, start + 3)));
            return places;
        }""",
        len(server),
    )
    assert shown == [server[start : start + 3] for start in range(len(server))]
