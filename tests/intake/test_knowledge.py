"""Articles of the knowledge base: whose they are, that they name nobody, and what becomes of them."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from accounts.roles import Role
from arabic.calendars import riyadh_today
from audit.models import AuditEntry
from audit.refusals import NotPermitted, Refused, Stale
from intake.knowledge.articles import propose_article, publish_article, retire_article, revise_article
from intake.knowledge.names import found_of_person, numbers_in, stands_in
from intake.models import KnowledgeArticle
from intake.models.knowledge import ArticleState
from intake.side_paths import answer_clarification, open_clarification
from tests import factories as make

from .forms import nothing_is_saved

pytestmark = pytest.mark.django_db
QUESTION, ANSWER = "ما المقصود بالبحث الاجتماعي؟", "زيارة من الباحث لمعرفة حال الأسرة قبل العرض على اللجنة."
REASON = "تغيّرت مدة الرد في النسخة الجديدة من السياسة."


@pytest.fixture
def executive():
    return make.make_user(Role.EXECUTIVE, username="executive")


@pytest.fixture
def researcher():
    return make.make_user(Role.RESEARCHER, username="researcher")


@pytest.fixture
def person():
    return make.make_person(
        first_name="لطيفة",
        father_name="عبد الله",
        grandfather_name="سعد",
        family_name="العتيبي",
        phone="+966551234567",
    )


@pytest.fixture
def asked(person):
    """An open clarification."""
    request = make.make_request("received", beneficiary=person)
    return open_clarification(request, questions=QUESTION, by=request.received_by)


@pytest.fixture
def clarification(asked, researcher):
    return answer_clarification(asked, answer=ANSWER, person_confirmed=True, by=researcher)


def in_a_year():
    return riyadh_today() + timedelta(days=365)


def propose(by, **said) -> KnowledgeArticle:
    given = {"question": QUESTION, "answer": ANSWER, "owner": by, "review_on": in_a_year(), "by": by}
    return propose_article(**given | said)


def refused(act) -> Refused:
    with pytest.raises(Refused) as raised, nothing_is_saved():
        act()
    return raised.value


def execute(statement: str, *values) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


# Who ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", Role)
def test_who_proposes_publishes_only_with_the_right_to_it(role, executive):
    user = make.make_user(role)
    if not user.may("intake.propose_article"):
        with pytest.raises(NotPermitted):
            propose(user)
        return
    article = propose(user)
    assert article.state == ArticleState.PROPOSED
    for act in (publish_article, lambda article, by: retire_article(article, reason=REASON, by=by)):
        if role != Role.EXECUTIVE:
            with pytest.raises(NotPermitted):
                act(article, by=user)
    assert publish_article(article, by=executive).state == ArticleState.PUBLISHED


def test_a_proposed_article_is_revised_by_its_writers_a_published_one_by_who_publishes(researcher, executive):
    article = propose(researcher)
    said = {"question": QUESTION, "answer": f"{ANSWER} وقد تكون في المكتب.", "owner": researcher}
    article = revise_article(article, **said, review_on=in_a_year(), by=researcher)
    article = publish_article(article, by=executive)
    with pytest.raises(NotPermitted):
        revise_article(article, **said, review_on=in_a_year(), reason=REASON, by=researcher)
    for nothing in ("", "-", "لا يوجد"):
        revise = {**said, "answer": ANSWER, "review_on": in_a_year(), "reason": nothing, "by": executive}
        assert refused(lambda revise=revise: revise_article(article, **revise)).field == "reason"
    article = revise_article(
        article, **{**said, "answer": ANSWER}, review_on=in_a_year(), reason=REASON, by=executive
    )
    assert (article.answer, article.state) == (ANSWER, ArticleState.PUBLISHED)
    assert AuditEntry.objects.latest("pk").note == REASON


def test_a_retired_article_says_why_and_stands_still(researcher, executive):
    article = publish_article(propose(researcher), by=executive)
    assert refused(lambda: retire_article(article, reason="…", by=executive)).field == "reason"
    retired = retire_article(article, reason=REASON, by=executive, seen_version=article.version)
    assert (retired.state, retired.retired_because) == (ArticleState.RETIRED, REASON)
    said = {
        "question": QUESTION,
        "answer": ANSWER,
        "owner": researcher,
        "review_on": in_a_year(),
        "reason": REASON,
    }
    for act in (
        lambda: retire_article(retired, reason=REASON, by=executive),
        lambda: publish_article(retired, by=executive),
        lambda: revise_article(retired, **said, by=executive),
    ):
        assert REASON in str(refused(act).reasons[0])


def test_who_saw_an_older_version_is_told_and_nothing_is_published_twice(researcher, executive):
    article = propose(researcher)
    published = publish_article(article, by=executive, seen_version=article.version)
    with pytest.raises(Stale):
        retire_article(article, reason=REASON, by=executive, seen_version=article.version)
    refused(lambda: publish_article(published, by=executive))


@pytest.mark.parametrize("days", [-1, 0, 5000])
def test_the_review_is_on_a_day_to_come_and_in_time(researcher, days):
    review_on = riyadh_today() + timedelta(days=days)
    assert refused(lambda: propose(researcher, review_on=review_on)).field == "review_on"


def test_what_was_forgotten_until_its_review_is_not_published(researcher, executive):
    article = propose(researcher)
    with time_machine.travel(in_a_year()):
        refused(lambda: publish_article(article, by=executive))
        assert list(KnowledgeArticle.objects.to_review(riyadh_today())) == [article]


def test_nothing_but_words_is_a_question_or_an_answer(researcher):
    for nothing in ("", "؟", "-", "...", "12"):
        assert refused(lambda nothing=nothing: propose(researcher, question=nothing)).field == "question"
        assert refused(lambda nothing=nothing: propose(researcher, answer=nothing)).field == "answer"
    assert refused(lambda: propose(researcher, owner=make.make_user(Role.DELIVERY))).field == "owner"


# Of a clarification ---------------------------------------------------------------------------------------------


def test_an_answered_clarification_becomes_one_article_and_another_once_that_is_retired(
    clarification, researcher, executive
):
    article = propose(researcher, clarification=clarification)
    refused(lambda: propose(researcher, clarification=clarification))
    retire_article(article, reason=REASON, by=executive)
    assert propose(researcher, clarification=clarification).clarification == clarification


def test_no_article_is_made_of_an_open_or_a_strange_clarification(asked, researcher):
    refused(lambda: propose(researcher, clarification=asked))
    answered = answer_clarification(asked, answer=ANSWER, person_confirmed=True, by=researcher)
    refused(lambda: propose(make.make_user(Role.RESEARCHER), clarification=answered))


@pytest.mark.parametrize(
    "told",
    [
        "أخبرنا لطيفة بذلك",
        "كما قلنا للطيفة",
        "وقال عبدالله",
        "بيت العتيبى",
        "رقمها ٠٥٥١٢٣٤٥٦٧",
        "اتصل على 055 123 4567",
        "+966 55-123-4567",
    ],
)
def test_a_name_or_phone_of_who_asked_is_refused_where_it_stands(clarification, researcher, told):
    for field in ("question", "answer"):
        refusal = refused(
            lambda field=field: propose(researcher, clarification=clarification, **{field: told})
        )
        assert refusal.field == field
    # Without whoever asked nobody knows whose name it is.
    assert propose(researcher, answer=f"{ANSWER} {told}")


def test_what_is_somebodys_is_named_only_to_who_may_see_the_request(clarification, researcher, executive):
    told = str(
        refused(lambda: propose(researcher, clarification=clarification, answer="قالت لطيفة")).reasons[0]
    )
    assert "لطيفة" in told
    article = propose(researcher, clarification=clarification)
    clerk = make.make_user(Role.RESEARCHER)
    said = {
        "question": QUESTION,
        "answer": "قالت لطيفة",
        "owner": clerk,
        "review_on": in_a_year(),
        "by": clerk,
    }
    told = str(refused(lambda: revise_article(article, **said)).reasons[0])
    assert "لطيفة" not in told


def test_an_identity_number_is_refused_whosever_it_is(researcher, clarification, person):
    number = make.identity_number(4410)
    arabic = number.translate({ord(str(digit)): "٠١٢٣٤٥٦٧٨٩"[digit] for digit in range(10)})
    for written in (number, arabic, f"{number[:4]} {number[4:]}"):
        assert (
            refused(lambda written=written: propose(researcher, answer=f"هويته {written} فقط")).field
            == "answer"
        )
    assert propose(researcher, answer="هاتف الجمعية 9200012345 وحسابها 20300040005000600")


def test_a_word_that_only_holds_a_name_is_no_name(person):
    person.family_name = "علي"
    assert found_of_person("السلام عليكم، يعرض الطلب على اللجنة", person) == []
    assert found_of_person("سلّمه لعلي", person) == ["علي"]


@pytest.mark.parametrize(
    "told", ["محمد بن على", "على بن محمد", "السيد على راجع أمس", "اسمه على", "اسم السائل «على»"]
)
@pytest.mark.parametrize("name", ["علي", "على"])
def test_a_name_written_as_the_preposition_is_found_where_only_a_name_stands(person, told, name):
    person.family_name = name
    assert found_of_person(told, person) == [name]


@pytest.mark.parametrize(
    "said", ["يعرض الطلب على اللجنة", "تحصل الأسرة على «الدعم»", "وعلى الباحث", "«على مراحل»"]
)
def test_the_preposition_names_nobody(person, said):
    person.family_name = "على"
    assert found_of_person(said, person) == []


@given(st.text("ابتلوفسع د", max_size=40), st.text("ابتلسع", min_size=2, max_size=6))
def test_a_name_that_stands_alone_in_a_text_is_found(text, name):
    assert stands_in([*text.split(), name], name)
    assert stands_in([f"و{name}", *text.split()], name)


def test_numbers_are_read_through_spaces_and_digits_of_other_scripts():
    for written in ("٠٥٥ ١٢٣-٤٥٦٧ الرقم", "055.123.4567", "055/123/4567", "(055) 123_4567"):
        assert "0551234567" in numbers_in(written), written
    assert numbers_in("بلا أرقام") == []


# In the database ------------------------------------------------------------------------------------------------


def test_raw_sql_puts_nobody_into_an_article(clarification, researcher, person):
    article = propose(researcher, clarification=clarification)
    update = "UPDATE intake_knowledgearticle SET answer = %s WHERE id = %s"
    for told in (person.identity_number, "0551234567", "لطيفة عبد الله", "لطيفة العتيبي"):
        with pytest.raises(IntegrityError):
            execute(update, f"هي {told} كما سبق", article.pk)


def test_raw_sql_neither_moves_nor_unpublishes_nor_revives_an_article(
    clarification, asked, researcher, executive
):
    article = publish_article(propose(researcher, clarification=clarification), by=executive)
    table = "UPDATE intake_knowledgearticle SET"
    for change in (
        "published_at = NULL, published_by_id = NULL",
        "clarification_id = NULL",
        "published_by_id = NULL",
    ):
        with pytest.raises(IntegrityError):
            execute(f"{table} {change} WHERE id = %s", article.pk)
    with pytest.raises(IntegrityError):
        execute(f"{table} retired_at = published_at WHERE id = %s", article.pk)
    with pytest.raises(IntegrityError):
        execute("DELETE FROM intake_knowledgearticle WHERE id = %s", article.pk)
    retire_article(article, reason=REASON, by=executive)
    with pytest.raises(IntegrityError):
        execute(f"{table} answer = 'x' WHERE id = %s", article.pk)
