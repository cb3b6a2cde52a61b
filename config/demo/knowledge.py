"""Where the sample researchers serve, and two articles of the knowledge base."""

from datetime import timedelta

from accounts.models import User
from arabic.calendars import riyadh_today
from beneficiaries.models import Beneficiary
from intake.assigning.districts import add_district
from intake.knowledge.articles import propose_article, publish_article
from intake.models import Clarification

from .past import days_ago
from .people import DISTRICTS, identity_number

HOUR = 15
SERVED = {"researcher": DISTRICTS[:2], "researcher2": ("",)}


def give_districts(staff: dict[str, User]) -> None:
    """One researcher serves two districts, the other one the whole city; both before the first referral."""
    city = Beneficiary.objects.get(identity_number=identity_number(0)).city
    with days_ago(70, HOUR):
        for username, districts in SERVED.items():
            for district in districts:
                add_district(staff[username], city=city, district=district, by=staff["executive"])


def write_articles(staff: dict[str, User]) -> None:
    """One that was made of an answer and published, and one that waits."""
    answered = Clarification.objects.filter(answered_at__isnull=False).order_by("pk").first()
    writer = answered.answered_by
    with days_ago(20, HOUR):
        article = propose_article(
            question="هل يلزم حضور الزوجة لاستكمال الطلب؟ وهل الدعم قرض يُردّ؟",
            answer="لا يلزم حضورها، ويكفي توقيع مقدم الطلب. والدعم منحة لا تُردّ.",
            is_misconception=True,
            clarification=answered,
            owner=writer,
            review_on=riyadh_today() + timedelta(days=200),
            by=writer,
        )
    with days_ago(19, HOUR):
        publish_article(article, by=staff["executive"])
    with days_ago(2, HOUR):
        propose_article(
            question="متى يصدر القرار بعد الإحالة إلى البحث الاجتماعي؟",
            answer="لا يصدر قبل انتهاء مدة الرد التي تحددها السياسة، وتُحسب من يوم الإحالة وإبلاغكم بها.",
            owner=staff["reception"],
            review_on=riyadh_today() + timedelta(days=300),
            by=staff["reception"],
        )
