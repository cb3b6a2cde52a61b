"""The queue of clarifications, and the articles that are made of the answers, on their pages."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.roles import Role
from arabic.calendars import riyadh_today
from audit.models import ReadLog
from audit.writing import write
from beneficiaries.phones import dialled
from intake.clarifications import queue
from intake.knowledge.articles import propose_article, publish_article, retire_article
from intake.models import Clarification, KnowledgeArticle
from intake.side_paths import answer_clarification, open_clarification, withdraw_request
from tests import factories as make
from tests.walks.page import Page

from .forms import nothing_is_saved, reason_beside, reasons_above, send, shown_form

pytestmark = pytest.mark.django_db
QUESTION, ANSWER = "ما المقصود بالبحث الاجتماعي؟", "زيارة من الباحث لمعرفة حال الأسرة."
LIST = "/intake/clarifications/"


@pytest.fixture
def researcher():
    return make.make_user(Role.RESEARCHER, username="researcher")


@pytest.fixture
def executive():
    return make.make_user(Role.EXECUTIVE, username="executive")


def ask(questions: str = QUESTION, days_ago: int = 0) -> Clarification:
    with make.noon_days_ago(days_ago):
        request = make.make_request("received")
        return open_clarification(request, questions=questions, by=request.received_by)


def answered(by, questions: str = QUESTION) -> Clarification:
    return answer_clarification(ask(questions), answer=ANSWER, person_confirmed=True, by=by)


def article(by, question: str = QUESTION, **said) -> KnowledgeArticle:
    given = {"owner": by, "review_on": riyadh_today() + make.timedelta(days=90), "by": by}
    return propose_article(question=question, answer=ANSWER, **given | said)


def test_open_questions_stand_oldest_first_with_the_days_they_waited(sign_in, researcher):
    old, new = ask("سؤال قديم عن المستندات", days_ago=4), ask("سؤال جديد عن الموعد")
    response = sign_in(researcher).get(LIST)
    page = response.text
    assert page.index(old.questions) < page.index(new.questions)
    assert "4 أيام" in page
    assert reverse("clarification_answer", args=[old.support_request_id, old.pk]) in page
    assert ReadLog.objects.latest("pk").model == "intake.clarification"


def test_what_another_role_answers_or_nobody_can_answer_any_more_is_left_out(sign_in, researcher, executive):
    gone = ask("سؤال طلب مسحوب")
    withdraw_request(
        gone.support_request, said_by="سارة", reason="تحسن الحال", by=gone.support_request.received_by
    )
    ask()
    assert "سؤال طلب مسحوب" not in sign_in(researcher).get(LIST).text
    page = sign_in(executive, fresh=True).get(LIST).text
    assert QUESTION not in page
    assert "السياسة السارية ما لا يتضح إلى: الباحث الاجتماعي" in page


def test_whoever_answers_sees_whom_to_tell_and_no_identity_number(sign_in, researcher):
    question = ask()
    person = question.support_request.beneficiary
    page = sign_in(researcher).get(
        reverse("clarification_answer", args=[question.support_request_id, question.pk])
    )
    assert [fact["value"] for fact in page.context["facts"]][:2] == [person.full_name, dialled(person.phone)]
    assert person.identity_number not in page.text
    assert ReadLog.objects.filter(about_person=person.pk, user=researcher).exists()


def test_what_was_answered_leads_to_its_article_or_to_making_one(sign_in, researcher):
    first, second = answered(researcher), answered(researcher, "سؤال ثانٍ عن الموعد")
    made = article(researcher, clarification=first)
    page = sign_in(researcher).get(f"{LIST}?state=answered").text
    assert reverse("article_detail", args=[made.pk]) in page
    assert reverse("article_from_clarification", args=[second.pk]) in page
    assert reverse("article_from_clarification", args=[first.pk]) not in page
    # What a colleague answered is of requests that are none of this one's.
    other = make.make_user(Role.RESEARCHER)
    assert QUESTION not in sign_in(other, fresh=True).get(f"{LIST}?state=answered").text


def test_who_publishes_finds_what_was_proposed_on_my_work(sign_in, researcher, executive):
    made = article(researcher, clarification=answered(researcher))
    way = reverse("article_detail", args=[made.pk])
    assert way in sign_in(executive).get("/").text
    assert way not in sign_in(researcher, fresh=True).get("/").text
    publish_article(made, by=executive)
    assert way not in sign_in(executive, fresh=True).get("/").text


def test_the_queue_goes_on_behind_the_last_row(sign_in, researcher, monkeypatch):
    monkeypatch.setattr(queue, "PAGE", 2)
    asked = [ask(f"سؤال رقم {number} عن الطلب") for number in range(3)]
    client = sign_in(researcher)
    first = client.get(LIST).text
    assert asked[2].questions not in first
    second = client.get(f"{LIST}?after={asked[1].pk}").text
    assert [row.questions in second for row in asked] == [False, False, True]
    assert client.get(f"{LIST}?after={'9' * 60}").status_code == 200


def test_the_queue_and_the_list_ask_no_more_for_many(sign_in, researcher):
    client = sign_in(researcher)
    pages = (LIST, f"{LIST}?state=answered", reverse("article_list"), f"{reverse('article_list')}?q=بحث")

    def asked(path):
        for _time in range(2):
            with CaptureQueriesContext(connection) as captured:
                assert client.get(path).status_code == 200
        return len(captured)

    answered(researcher)
    ask()
    publish_article(article(researcher), by=make.make_user(Role.EXECUTIVE))
    few = [asked(path) for path in pages]
    for _number in range(5):
        answered(researcher)
        ask()
        publish_article(article(researcher), by=make.make_user(Role.EXECUTIVE))
    assert [asked(path) for path in pages] == few
    assert max(few) <= 6, few


# The answer and the articles ------------------------------------------------------------------------------------


def test_beside_the_answer_stand_at_most_five_published_articles_that_look_like_the_question(
    sign_in, researcher, executive
):
    asked = ask()
    for number in range(7):
        publish_article(article(researcher, f"ما البحث الاجتماعي رقم {number}؟"), by=executive)
    article(researcher, "البحث الاجتماعي الذي لم ينشر")
    publish_article(article(researcher, "كم المدة؟"), by=executive)
    client = sign_in(researcher)
    path = reverse("clarification_answer", args=[asked.support_request_id, asked.pk])
    page = client.get(path).text
    assert page.count("ما البحث الاجتماعي رقم") == 2 * 5
    assert "لم ينشر" not in page
    assert reverse("article_list") in page
    # Afterwards the way to an article is one click.
    answer = client.post(
        path, shown_form(client, path).as_shown() | {"answer": ANSWER, "person_confirmed": "on"}, follow=True
    )
    assert reverse("article_from_clarification", args=[asked.pk]) in answer.text


def test_an_article_is_made_of_an_answer_laid_out_and_checked_for_names(sign_in, researcher):
    clarification = answered(researcher, "تسأل سارة: ما البحث؟")
    client, path = sign_in(researcher), reverse("article_from_clarification", args=[clarification.pk])
    controls = Page(client.get(path)).form_with("question").controls
    assert controls["question"].values == [clarification.questions]
    assert controls["answer"].values == [ANSWER]
    with nothing_is_saved():
        assert "سارة" in reason_beside(send(client, path), "question")
    late = shown_form(client, path).as_shown() | {"question": QUESTION}
    made = send(client, path, question=QUESTION)
    assert made.status_code == 303
    assert KnowledgeArticle.objects.get().clarification == clarification
    with nothing_is_saved():
        assert QUESTION in reasons_above(client.post(path, late))


def test_a_strangers_clarification_makes_no_article(sign_in, researcher):
    path = reverse("article_from_clarification", args=[answered(researcher).pk])
    assert sign_in(make.make_user(Role.RESEARCHER)).get(path).status_code == 404
    assert sign_in(make.make_user(Role.DELIVERY), fresh=True).get(path).status_code == 404


def test_the_reader_sees_no_request_that_is_none_of_theirs(sign_in, researcher, executive):
    clarification = answered(researcher)
    made = publish_article(article(researcher, clarification=clarification), by=executive)
    request_page, page = (
        reverse("request_detail", args=[clarification.support_request_id]),
        reverse("article_detail", args=[made.pk]),
    )
    assert request_page in sign_in(executive).get(page).text
    delivery = sign_in(make.make_user(Role.DELIVERY), fresh=True).get(page)
    assert request_page not in delivery.text
    assert ANSWER in delivery.text


def test_what_is_only_proposed_is_for_those_who_write_articles(sign_in, researcher):
    made = article(researcher)
    page = reverse("article_detail", args=[made.pk])
    assert sign_in(researcher).get(page).status_code == 200
    member = sign_in(make.make_user(Role.COMMITTEE), fresh=True)
    assert member.get(page).status_code == 404
    assert QUESTION not in member.get(f"{reverse('article_list')}?state=proposed").text


def test_the_list_shows_what_is_to_be_looked_at_again_and_what_was_retired(sign_in, researcher, executive):
    due, retired = publish_article(article(researcher), by=executive), article(researcher, "سؤال زال سببه")
    retire_article(retired, reason="أُلغيت الخدمة التي يسأل عنها.", by=executive)
    due.review_on = riyadh_today()
    write(due, by=executive, reason="x")
    client, base = sign_in(researcher), reverse("article_list")
    assert QUESTION in client.get(f"{base}?state=review").text
    assert "سؤال زال سببه" in client.get(f"{base}?state=retired").text
    assert "سؤال زال سببه" not in client.get(base).text
    assert "حان موعد مراجعته" in client.get(reverse("article_detail", args=[due.pk])).text


def test_the_executive_publishes_revises_and_retires_on_the_pages(sign_in, researcher, executive):
    made, client = article(researcher), sign_in(executive)
    assert send(client, reverse("article_publish", args=[made.pk])).status_code == 303
    revise = reverse("article_revise", args=[made.pk])
    assert reason_beside(send(client, revise, answer=f"{ANSWER} وقد تكون في المكتب."), "reason")
    told = {"answer": f"{ANSWER} وقد تكون في المكتب.", "reason": "سُئل عنها كثيرًا."}
    assert send(client, revise, **told).status_code == 303
    late = shown_form(client, revise).as_shown() | told | {"answer": ANSWER}
    assert (
        send(client, reverse("article_retire", args=[made.pk]), reason="أُلغيت الخدمة كلها.").status_code
        == 303
    )
    with nothing_is_saved():
        assert reasons_above(client.post(revise, late))
    assert KnowledgeArticle.objects.get().retired_because == "أُلغيت الخدمة كلها."
