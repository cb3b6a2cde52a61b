"""The forms of the knowledge base as a careful person fills them in."""

from .filled import Filled, row

_ARTICLE = {"question": "ما المقصود بالبحث الاجتماعي؟", "answer": "زيارة من الباحث لمعرفة حال الأسرة."}

KNOWLEDGE_FORMS = [
    Filled("reception", "article_add", data=lambda world: _ARTICLE),
    Filled("researcher", "article_from_clarification", row("answered"), lambda world: _ARTICLE),
    Filled("executive", "article_publish", row("proposed_article")),
    Filled(
        "executive",
        "article_revise",
        row("article"),
        lambda world: {"answer": "زيارة في البيت أو في المكتب.", "reason": "سُئل عن مكان الزيارة كثيرًا."},
    ),
    Filled("executive", "article_retire", row("article"), lambda world: {"reason": "تغيّرت السياسة كلها."}),
]
