"""An answered clarification of the world, and the articles of its knowledge base."""

from datetime import timedelta

from arabic.calendars import riyadh_today
from intake.knowledge.articles import propose_article, publish_article
from intake.side_paths import answer_clarification, open_clarification


def write_articles(world) -> None:
    """A clarification that was answered; an article that is published, and one that is proposed."""
    clerk, researcher, executive = (world.users[name] for name in ("reception", "researcher", "executive"))
    asked = open_clarification(world.requests["verified"], questions="هل الدعم قرض يُردّ؟", by=clerk)
    world.rows["answered"] = answer_clarification(
        asked, answer="الدعم منحة لا تُردّ.", person_confirmed=True, by=researcher
    )

    def article(question: str, answer: str):
        review_on = riyadh_today() + timedelta(days=90)
        return propose_article(
            question=question, answer=answer, owner=researcher, review_on=review_on, by=researcher
        )

    published = article("ما المقصود بالبحث الاجتماعي؟", "زيارة من الباحث لمعرفة حال الأسرة.")
    world.rows["article"] = publish_article(published, by=executive)
    world.rows["proposed_article"] = article("متى يصدر القرار؟", "بعد أسبوعين من الإحالة على الأقل.")
