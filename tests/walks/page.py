"""A page as somebody without eyes for decoration reads it: its links, its forms, and the texts by their place."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "use", "circle"}


@dataclass
class Control:
    """One input of a form: what it is called, what it holds, and what it offers."""

    name: str
    kind: str
    values: list[str] = field(default_factory=list)
    # (value, words) of every option, radio button or tick box.
    offered: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class Form:
    """A form with its controls as they stand before anybody touches them."""

    action: str
    method: str
    controls: dict[str, Control] = field(default_factory=dict)

    def offers(self, name: str) -> list[str]:
        """The words of the choices of a control, in their order, the empty choice left out."""
        return [words for value, words in self.controls[name].offered if value]

    def choice(self, name: str, words: str) -> str:
        """The value of the choice with these words."""
        return next(value for value, said in self.controls[name].offered if words in said)

    def as_shown(self) -> dict[str, list[str]]:
        """What a browser would send if nothing were touched."""
        return {name: list(control.values) for name, control in self.controls.items() if control.values}


@dataclass
class Element:
    tag: str
    attributes: dict
    words: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())

    @property
    def classes(self) -> list[str]:
        return (self.attributes.get("class") or "").split()


class Page(HTMLParser):
    """The elements of one answer of the portal."""

    def __init__(self, response):
        super().__init__(convert_charrefs=True)
        self.response = response
        self.html = response.text
        self.elements: list[Element] = []
        self.forms: list[Form] = []
        self._open: list[Element] = []
        self._form: Form | None = None
        self._select: Control | None = None
        self._waiting: list[tuple[Control, str, Element]] = []
        self._labels: dict[str, Element] = {}
        self.feed(self.html)
        self.close()
        for control, value, element in self._waiting:
            control.offered.append((value, self._words_for(element)))

    def handle_starttag(self, tag, attrs):
        element = Element(tag, dict(attrs))
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)
        if tag == "label" and element.attributes.get("for"):
            self._labels[element.attributes["for"]] = element
        if tag == "form":
            self._form = Form(
                element.attributes.get("action") or "", element.attributes.get("method") or "get"
            )
            self.forms.append(self._form)
        elif self._form is not None:
            self._read_control(tag, element)

    handle_startendtag = handle_starttag

    def _read_control(self, tag, element):
        attributes = element.attributes
        name = attributes.get("name")
        if tag == "option" and self._select is not None:
            value = attributes.get("value") or ""
            self._waiting.append((self._select, value, element))
            if "selected" in attributes or not self._select.values:
                self._select.values = [value]
        elif name is None or "disabled" in attributes:
            return
        elif tag == "select":
            self._select = self._control(name, "select")
        elif tag == "textarea":
            self._control(name, "textarea")
        elif tag == "input":
            self._read_input(name, attributes, element)

    def _read_input(self, name, attributes, element):
        kind = attributes.get("type", "text")
        control = self._control(name, kind)
        if kind in ("radio", "checkbox"):
            value = attributes.get("value", "on")
            self._waiting.append((control, value, element))
            if "checked" in attributes:
                control.values.append(value)
        elif kind != "file":
            # Several inputs of one name are all sent.
            control.values.append(attributes.get("value") or "")

    def _control(self, name, kind) -> Control:
        return self._form.controls.setdefault(name, Control(name, kind))

    def handle_endtag(self, tag):
        if not any(element.tag == tag for element in self._open):
            return
        while self._open:
            element = self._open.pop()
            if element.tag == "textarea" and self._form is not None and element.attributes.get("name"):
                # The first line end after <textarea> is not part of its text.
                text = "".join(element.words)
                self._form.controls[element.attributes["name"]].values = [text.removeprefix("\n")]
            if element.tag == tag:
                break
        if tag == "form":
            self._form = None
        if tag == "select":
            self._select = None

    def handle_data(self, data):
        for element in self._open:
            element.words.append(data)

    def _words_for(self, element: Element) -> str:
        label = self._labels.get(element.attributes.get("id", ""))
        return element.text or (label.text if label else "")

    def texts(self, css_class: str) -> list[str]:
        """The words of every element with this class."""
        return [element.text for element in self.elements if css_class in element.classes]

    @property
    def text(self) -> str:
        """Everything that is said between <main> and its end."""
        return next((element.text for element in self.elements if element.tag == "main"), "")

    @property
    def links(self) -> list[str]:
        return [
            element.attributes["href"]
            for element in self.elements
            if element.tag == "a" and "href" in element.attributes
        ]

    def form_with(self, control: str) -> Form:
        """The form that has this control."""
        for form in self.forms:
            if control in form.controls:
                return form
        raise AssertionError(f"no form with {control!r} on this page:\n{self.text[:600]}")
