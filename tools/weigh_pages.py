"""What each page of the built book weighs and how long it takes to load.

Over http from this machine, nothing compressed and nothing remembered from
the page before. The last three columns are the milliseconds until the page
can be read, has all its pictures, has its formulas drawn.
"""

from book_pages import all_pages, chromium, served_pages, wait_for_formulas
from playwright.sync_api import Browser, Response

WATCHED = {"document": "html", "script": "js", "stylesheet": "css"}
TIMES = """() => {
  const [times] = performance.getEntriesByType("navigation");
  return [
    times.domContentLoadedEventEnd, times.loadEventEnd, performance.now()];
}"""


def weigh(
    browser: Browser, address: str
) -> tuple[dict[str, float], list[float]]:
    """Return kB by kind, and ms until it can be read, is loaded, is drawn."""
    weights: dict[str, float] = {}
    responses: list[Response] = []
    with browser.new_page() as page:
        page.on("response", lambda response: responses.append(response))
        page.goto(address, wait_until="load")
        wait_for_formulas(page)
        times: list[float] = page.evaluate(TIMES)
        for response in responses:
            kind = WATCHED.get(response.request.resource_type, "img, fonts")
            size = int(response.header_value("content-length") or 0)
            weights[kind] = weights.get(kind, 0) + size / 1000
    return weights, times


def main() -> None:
    """Print a table of all pages but the sources of the package."""
    kinds = ["html", "css", "js", "img, fonts"]
    heads = [*kinds, "all", "read", "loaded", "drawn"]
    print(f"{'kB and ms':<36}", *(f"{head:>10}" for head in heads))
    with served_pages() as address, chromium() as browser:
        for name in all_pages():
            if name.startswith("_modules/helpers"):
                continue
            weights, times = weigh(browser, address + name)
            columns = [*(weights.get(kind, 0) for kind in kinds)]
            columns += [sum(weights.values()), *times]
            print(f"{name:<36}", *(f"{value:>10,.0f}" for value in columns))
    print(
        "\nThe last three: ms until it can be read, is loaded, has its formulas"
    )


if __name__ == "__main__":
    main()
