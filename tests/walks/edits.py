"""A form that edits a row, read from its page as a browser would send it."""

from html.parser import HTMLParser

from django.test import Client

from baiying.ui import shown


class _Reader(HTMLParser):
    """What each form of a page would send; the boxes and choices that are ticked, the first of none."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict[str, list[str]]] = []
        self.area, self.choice = "", ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        name = said.get("name", "")
        if tag == "form":
            self.forms.append({})
        if not self.forms or not (name or tag == "option"):
            return
        form = self.forms[-1]
        kind = said.get("type", "text")
        if tag == "textarea":
            self.area = name
            form[name] = [""]
        elif tag == "select":
            self.choice = name
        elif tag == "option" and "selected" in said:
            form.setdefault(self.choice, []).append(said.get("value", ""))
        elif tag == "input" and kind in ("checkbox", "radio"):
            if "checked" in said:
                form.setdefault(name, []).append(said.get("value", "on"))
        elif tag == "input" and kind not in ("submit", "file", "search"):
            form[name] = [said.get("value", "")]

    def handle_data(self, data: str) -> None:
        if self.area:
            self.forms[-1][self.area][0] += data

    def handle_endtag(self, tag: str) -> None:
        self.area = "" if tag == "textarea" else self.area


def opened(client: Client, address: str, having: str) -> dict[str, list[str]]:
    """The form of the page that has a field of that name, with the version it shows."""
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return of(answer.content.decode(), having)


def of(page: str, having: str) -> dict[str, list[str]]:
    reader = _Reader()
    reader.feed(page)
    found = next(one for one in reader.forms if having in one or any(key.startswith(having) for key in one))
    assert found.get(shown.FIELD, [""])[0], "the page carries the version it shows"
    # A browser leaves the line break after <textarea> out.
    return {name: [text.removeprefix("\n") for text in texts] for name, texts in found.items()}
