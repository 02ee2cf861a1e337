"""The corpus page: filtered, counted, sorted and paged by its address alone."""

from acting import SLUG

from annotator.services import browsing

HERE = f"/projects/{SLUG}"


def test_every_value_is_a_link_that_filters_and_takes_its_filter_away_again(ben):
    monitor = facet(ben.get(HERE), "Eurasia Daily Monitor")
    page = ben.get(monitor.get("href"))
    assert titles(page) == [
        "Ethnic Russians in Kazakhstan Volunteer to Fight in Chechnya",
        "Kazakhstan’s Cadets Prefer Belarus to America",
    ]
    assert page.words("//h2")[0].startswith("2 of 5 documents")
    chosen = facet(page, "Eurasia Daily Monitor")
    assert (chosen.get("aria-current"), chosen.get("href")) == ("true", HERE)
    (chip,) = page.page.xpath("//ul[@class='chosen']//a[@class='button']")
    assert chip.get("href") == HERE


def test_words_filter_and_keep_the_other_filters(ben):
    year = ben.get(f"{HERE}?year=2005&order=-title")
    kept = {
        (one.get("name"), one.get("value"))
        for one in year.page.xpath("//form[@role='search']/input[@type='hidden']")
    }
    assert kept == {("year", "2005"), ("order", "-title")}
    assert len(titles(ben.get(f"{HERE}?words=chechnya"))) < 5


def test_words_that_cannot_be_read_stay_to_be_mended(ben):
    answer = ben.get(f"{HERE}?words=%22open&year=2005")
    assert (answer.status_code, answer.problem) == (422, "The quotation mark at character 1 is not closed.")
    assert answer.page.xpath("//input[@name='words']/@value") == ['"open']
    assert len(titles(answer)) == 1


def test_a_field_that_is_none_a_page_that_is_none_and_an_order_that_is_none_are_refused(ben):
    for query in ("colour=red", "page=x", "order=sideways"):
        assert ben.get(f"{HERE}?{query}").status_code == 422, query


def test_time_is_drawn_as_bars_that_filter(ben):
    page = ben.get(HERE)
    bars = page.page.xpath("//*[local-name()='svg']//*[local-name()='a']")
    years = [one.get("aria-label") for one in bars]
    assert years[0] == "2005: 1 document"
    assert len(titles(ben.get(bars[0].get("href")))) == 1


def test_headings_sort_and_turn_the_order_round(ben):
    up = ben.get(f"{HERE}?order=title")
    assert up.page.xpath("//th[@aria-sort='ascending']/a/@href") == [f"{HERE}?order=-title"]
    assert titles(up) == titles(ben.get(f"{HERE}?order=-title"))[::-1]


def test_a_long_list_is_shown_a_page_at_a_time(ben, monkeypatch):
    monkeypatch.setattr(browsing, "ON_A_PAGE", 2)
    first = ben.get(f"{HERE}?order=title")
    assert len(titles(first)) == 2
    (more,) = first.page.xpath("//a[@rel='next']/@href")
    third = ben.get(ben.get(more).page.xpath("//a[@rel='next']/@href")[0])
    assert len(titles(third)) == 1
    assert third.page.xpath("//a[@rel='next']") == []


def test_htmx_gets_the_list_and_its_facets_alone(ben):
    part = ben.get(f"{HERE}?year=2005", headers={"HX-Request": "true"})
    assert "<html" not in part.text
    assert part.page.xpath("//div[@id='found']//table")


def test_an_annotator_is_offered_no_facets_of_others_work(ana, ben):
    assert {"Completed by", "Gold"} & set(ben.get(HERE).words("//section[@id='facets']/h2")) == set()
    assert ben.get(f"{HERE}?readings=1").status_code == 403
    assert ana.get(f"{HERE}?readings=0").status_code == 200


def titles(answer):
    return answer.words("//tbody/tr/th/a")


def facet(answer, value):
    (found,) = [
        one
        for one in answer.page.xpath("//section[@id='facets']//a")
        if one.text_content().split()[:-1] == value.split()
    ]
    return found
