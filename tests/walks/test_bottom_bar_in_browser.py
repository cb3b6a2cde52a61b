"""The menu at the foot of a phone: every word of it stands whole, on the narrowest one too."""

import pytest

from tests.factories import make_user

from .window import Window

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.xdist_group("browser"),
    pytest.mark.django_db(transaction=True),
]

# Each word that is laid over more than one line, or sticks out of its column.
_BROKEN = """() => [...document.querySelectorAll('.bottombar__list > li :is(a.bottombar__link, summary.bottombar__link) > span')].flatMap(label => {
  const text = label.firstChild, found = [], room = label.closest('li').getBoundingClientRect();
  for (const word of text.data.matchAll(/\\S+/g)) {
    const range = document.createRange();
    range.setStart(text, word.index);
    range.setEnd(text, word.index + word[0].length);
    const boxes = [...range.getClientRects()];
    const lines = new Set(boxes.map(box => Math.round(box.top)));
    if (lines.size !== 1 || boxes.some(box => box.left < room.left || box.right > room.right)) found.push(word[0]);
  }
  return found;
})"""


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("role", ["delegate", "committee"])
def test_no_word_of_the_menu_is_broken_on_a_narrow_phone(browser, live_server, sign_in, role, language):
    client = sign_in(make_user(role))
    window = Window(browser, live_server.url, {"width": 320, "height": 640}, language)
    cookies = {"sessionid": client.cookies["sessionid"].value, "language": language}
    window.context.add_cookies(
        [{"name": name, "value": value, "url": live_server.url} for name, value in cookies.items()]
    )
    window.page.goto("/")
    window.look()
    assert window.page.locator(".bottombar__list > li").count() >= 3
    assert window.page.evaluate(_BROKEN) == []
    window.close()
