"""Finding articles by words, in any spelling; there are some hundreds of them, and they are read as they stand."""

from functools import lru_cache
from math import log

from arabic.text import fold_words

from ..models import KnowledgeArticle

MOST_READ, MOST_FOUND, MOST_BESIDE = 2000, 50, 5
SHORTEST_WORD = 3
LONGEST_QUERY = 200
# Written together with the word behind them: the article, and what joins it.
_JOINED = ("وال", "بال", "فال", "كال", "لل", "ال")
_SAY_NOTHING = frozenset(
    word
    for text in (
        "ما ماذا متى هل كيف كم من في على عن الى الي هو هي هذا هذه ذلك التي الذي ان أن لا نعم يكون كان او أو ثم مع",
        "what when who how which where is are the a an of in on to for and or do does",
    )
    for word in fold_words(text)
)


@lru_cache(maxsize=4 * MOST_READ)
def stems(text: str) -> frozenset[str]:
    """The words by which a text is found, without the article before them."""
    return frozenset(stem for word in fold_words(text) if (stem := _stem(word)) not in _SAY_NOTHING)


def _stem(word: str) -> str:
    for joined in _JOINED:
        if word.startswith(joined) and len(word) - len(joined) >= SHORTEST_WORD:
            return word.removeprefix(joined)
    return word


def meant(rows: list[dict], query: str) -> list[dict]:
    """The rows (question, answer) that have every word of the query, or its beginning; those in the question first."""
    wanted = stems(query[:LONGEST_QUERY])
    if not wanted:
        return []
    found = []
    for row in rows:
        question, both = stems(row["question"]), stems(row["question"]) | stems(row["answer"])
        if all(any(word.startswith(part) for word in both) for part in wanted):
            in_question = sum(any(word.startswith(part) for word in question) for part in wanted)
            found.append((-in_question, -row["pk"], row))
    return [row for *_order, row in sorted(found, key=lambda entry: entry[:2])][:MOST_FOUND]


def articles_like(text: str) -> list[dict]:
    """The published articles that a question may mean, the likeliest first; one query."""
    published = KnowledgeArticle.objects.published().order_by("-pk")
    rows = list(published.values("pk", "question", "answer")[:MOST_READ])
    return likeliest(rows, text)


def likeliest(rows: list[dict], text: str) -> list[dict]:
    """Those that share words with a text: rare words say more than common ones, words of the question twice as much."""
    wanted = {word for word in stems(text) if len(word) >= SHORTEST_WORD}
    held = [(row, stems(row["question"]) & wanted, stems(row["answer"]) & wanted) for row in rows]
    spread = {word: sum(word in asked | said for _row, asked, said in held) for word in wanted}
    weight = {word: log(1 + len(rows) / number) for word, number in spread.items() if number}
    marked = [
        (sum(2 * weight[word] for word in asked) + sum(weight[word] for word in said - asked), row)
        for row, asked, said in held
    ]
    best = sorted((entry for entry in marked if entry[0]), key=lambda entry: (-entry[0], -entry[1]["pk"]))
    return [row for _mark, row in best[:MOST_BESIDE]]
