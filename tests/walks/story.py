"""One request's walk through the portal, each step by the person whose step it is, only through pages."""

import tomllib
from datetime import datetime, time, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from arabic.calendars import riyadh_today
from config.demo.staff import make_staff
from intake.models import SupportRequest
from policies.pack_reader import PACKS_DIR
from tests.factories import RIYADH, identity_number, paper
from tests.papers import pdf
from tests.research_committee.factories import adopt_shipped_scale
from tests.research_committee.typed import typed_study

from .visitor import PASSWORD, Visitor, url_name

REASONS = "دخل الأسرة لا يغطي إيجار المسكن، والدراسة الميدانية تؤيد ذلك."
ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
PERSON = {
    "identity_kind": "national_id",
    "first_name": "نوف",
    "father_name": "تركي",
    "grandfather_name": "سعود",
    "family_name": "الثقفي",
    "gender": "female",
    "birth_date": "١٢/٥/١٤٠٥",
    "phone": "٠٥٥١٢٣٤٥٦٧",
    "city": "الطائف",
}
VISIT = {"at_home": "الأم وثلاثة من الأبناء", "seen": "شقة من ثلاث غرف فيها رطوبة، والأثاث قليل."}
STUDY = {"income_0_amount": "٣٬٢٠٠", "expenses_1_amount": "٢٠٠٠٫٥٠", "found_0_age": "٤٤"}
MEMBERS = ("committee1", "committee2", "committee3")


def in_arabic_digits(text) -> str:
    return str(text).translate(ARABIC_DIGITS)


def typed(day) -> str:
    """A day as a clerk types it, in Arabic-Indic digits."""
    return in_arabic_digits(f"{day.day}/{day.month}/{day.year}")


def noon_after_two_weeks() -> datetime:
    return datetime.combine(riyadh_today() + timedelta(days=14), time(12), RIYADH)


class Walk:
    """A pack's own walk. Each method is one person's turn at the desk."""

    def __init__(self, pack: str, seed: int = 1):
        self.rules = tomllib.loads((PACKS_DIR / f"{pack}.toml").read_text(encoding="utf-8"))
        self.staff = make_staff(PASSWORD)
        self.number = identity_number(seed)
        self._here: dict[str, Visitor] = {}

    def words_of(self, part: str) -> list[str]:
        return [row["label_ar"] for row in self.rules[part]]

    @property
    def request(self) -> SupportRequest:
        """The person's newest request."""
        return SupportRequest.objects.filter(beneficiary__identity_number=self.number).latest("pk")

    def visitor(self, username: str) -> Visitor:
        """This person, signed in; the same browser until the day is over."""
        if username not in self._here:
            self._here[username] = Visitor(username).sign_in()
        visitor = self._here[username]
        visitor.open("/")
        return visitor

    def the_day_is_over(self) -> None:
        """Everybody goes home; sessions end."""
        self._here.clear()

    def at_the_request(self, username: str) -> Visitor:
        """This person at the request's page, reached from the own queue."""
        visitor = self.visitor(username)
        visitor.click("request_detail", having=f"/{self.request.pk}/")
        return visitor

    def at_the_request_by_search(self, username: str = "reception") -> Visitor:
        """The request's page found at the desk, by its reference in any digits."""
        visitor = self.visitor(username)
        visitor.click("desk")
        visitor.send("query", query=in_arabic_digits(self.request.reference))
        visitor.click("request_detail", having=f"/{self.request.pk}/")
        return visitor

    # Steps 1 to 3 ---------------------------------------------------------------------------------------------

    def nobody_is_found_and_a_person_is_added(
        self, username: str = "reception", status: int = 200
    ) -> Visitor:
        clerk = self.visitor(username)
        clerk.click("desk")
        page = clerk.send("query", query=in_arabic_digits(self.number))
        assert page.texts("empty"), "the desk says that nobody is found"
        page = clerk.send("typed")
        assert page.form_with("identity_number").as_shown()["identity_number"] == [self.number]
        clerk.send(status=status, **PERSON)
        return clerk

    def the_known_person_is_found(self, username: str = "reception") -> Visitor:
        clerk = self.visitor(username)
        clerk.click("desk")
        clerk.send("query", query=in_arabic_digits(self.number))
        clerk.click("request_open")
        return clerk

    def the_request_is_opened(self, clerk: Visitor, service: int = 0, **filled) -> None:
        form = clerk.page.form_with("channel")
        assert form.offers("channel") == self.words_of("channels")
        assert form.offers("service_type") == self.words_of("service_types")
        clerk.send(
            channel=form.choice("channel", self.words_of("channels")[-1]),
            service_type=form.choice("service_type", self.words_of("service_types")[service]),
            need="إيجار متأخر لثلاثة أشهر بعد توقف عمل رب الأسرة.",
            question_1="متى يصدر القرار؟",
            answer_1="لا يصدر قبل أسبوعين من الإحالة.",
            privacy_notice_shown="on",
            **{"unclear": "ما المقصود بالبحث الاجتماعي؟", **filled},
        )

    def the_question_is_answered_by_whom_the_policy_names(self) -> str:
        target = self.rules["version"]["clarification_target"]
        others = {"researcher", "executive"} - {target}
        for other in others:
            visitor = self.visitor(other)
            assert not any(f"/requests/{self.request.pk}/" in link for link in visitor.page.links)
        officer = self.at_the_request(target)
        officer.click("clarification_answer")
        officer.send(answer="زيارة يتعرف فيها الباحث على حال الأسرة.", person_confirmed="on")
        return target

    def every_document_is_checked(self, username: str = "reception", left_only: bool = False) -> None:
        """Each required document; with `left_only` those that the person's file did not hold."""
        clerk = self.at_the_request(username)
        links = [link for link in clerk.page.links if url_name(link) == "request_document"]
        assert links
        if left_only:
            known = self.request.verifications.values_list("required_document", flat=True)
            links = [link for link in links if int(link.rstrip("/").rsplit("/", 1)[1]) not in known]
        for number, link in enumerate(links):
            clerk.open(link)
            clerk.send(
                verdict="matches",
                number=in_arabic_digits(f"4410{number}"),
                issued_on=typed(riyadh_today() - timedelta(days=3)),
                expires_on=typed(riyadh_today() + timedelta(days=700)),
                original_seen="on",
                upload=paper(f"document-{number}.png"),
            )

    def what_is_on_file_is_taken_over(self, username: str = "reception") -> None:
        clerk = self.at_the_request(username)
        page = clerk.click("request_reuse")
        offered = page.form_with("documents").controls["documents"].offered
        assert len(offered) == len(page.form_with("documents").as_shown()["documents"])
        clerk.send("documents")

    def the_data_are_verified(self, username: str = "reception") -> None:
        clerk = self.at_the_request(username)
        clerk.click("request_verify")
        clerk.send()

    def the_pledge_is_signed(self, username: str = "reception") -> None:
        clerk = self.at_the_request(username)
        page = clerk.click("request_pledge")
        shown = page.form_with("shown_sha256").as_shown()["shown_sha256"][0]
        assert shown in page.text, "the digest that is sent stands on the page"
        clerk.send(scan=paper("pledge.png"), read_out="on")

    # Steps 4 and 5 --------------------------------------------------------------------------------------------

    def the_request_is_referred(self) -> None:
        clerk = self.at_the_request("reception")
        form = clerk.click("request_refer").form_with("researcher")
        chosen = form.choice("researcher", self.staff["researcher"].full_name)
        clerk.send(researcher=chosen, how_told="in_person", told="on")

    def the_report_is_submitted(self, **fields) -> None:
        adopt_shipped_scale()
        researcher = self.at_the_request("researcher")
        researcher.click("report_submit")
        researcher.click("visit_record")
        researcher.send(**VISIT | {"visited_on": typed(riyadh_today())})
        researcher = self.at_the_request("researcher")
        researcher.click("report_submit")
        researcher.send(**typed_study(**STUDY) | fields)

    def a_session_is_opened(self, username: str = "committee2") -> None:
        """The secretary (or the chair) opens it, records the attendance and lays the studied requests before it."""
        runner = self.visitor(username)
        runner.click("session_list")
        runner.click("session_open")
        runner.send(place="قاعة الاجتماعات")
        form = runner.click("session_attend").form_with("members")
        runner.send(members=[value for value, _words in form.controls["members"].offered])
        form = runner.click("session_add_item").form_with("support_requests")
        runner.send(support_requests=[value for value, _words in form.controls["support_requests"].offered])

    def at_the_item(self, username: str) -> Visitor:
        """A member at the newest session's item, reached from the list of sessions."""
        member = self.visitor(username)
        member.click("session_list")
        member.click("session_detail")
        member.click("item_detail")
        return member

    def everybody_votes(self, choice: str) -> None:
        for username in MEMBERS:
            member = self.at_the_item(username)
            member.send("choice", choice=choice, opinion="اطلعت على الدراسة.")

    def the_decision_is_recorded(self, status: int = 200, **filled) -> Visitor:
        chair = self.at_the_item("committee1")
        form = chair.click("item_decide").form_with("reasons")
        _empty, (first_reason, _words), *_others = form.controls["reason_code"].offered
        chair.send(status=status, **{"reason_code": first_reason, "reasons": REASONS} | filled)
        return chair

    def granted(self) -> dict:
        return {
            "description_1": "سداد إيجار ثلاثة أشهر",
            "amount_1": "٦٬٠٠٠",
            "conditions_1": "يُدفع إلى المؤجر.",
        }

    def the_person_appeals(self, username: str = "reception", status: int = 200, **filled) -> Visitor:
        """Reached from the request's page, where the decision stands with its reason first."""
        clerk = self.at_the_request_by_search(username)
        form = clerk.click("appeal_record").form_with("grounds")
        said = {
            "channel": form.choice("channel", self.words_of("channels")[1]),
            "received_on": typed(riyadh_today()),
            "said_by": "نوف تركي الثقفي",
            "grounds": "انقطع الدعم الذي كانت الأسرة تتلقاه من الجهة الأخرى قبل شهر.",
            "how_told": "phone",
            "told": "on",
        }
        clerk.send("grounds", status=status, **said | filled)
        return clerk

    # Steps 6 and 7 --------------------------------------------------------------------------------------------

    def the_person_is_registered(self) -> None:
        clerk = self.at_the_request("reception")
        form = clerk.click("request_register").form_with("category")
        assert form.offers("category") == self.words_of("categories")
        clerk.send(
            category=form.choice("category", self.words_of("categories")[0]),
            valid_until=typed(riyadh_today() + timedelta(days=365)),
            iban="SA٠٣٨٠٠٠٠٠٠٠٦٠٨٠١٠١٦٧٥١٩",
        )

    def the_service_is_delivered(self) -> None:
        provider = self.at_the_request("delivery")
        provider.click("request_delivery")
        receipt = SimpleUploadedFile("receipt.pdf", pdf(), "application/pdf")
        provider.send(
            outcome="delivered",
            what="سُدد الإيجار للمؤجر",
            amount="٦٠٠٠",
            received_by_name="نوف تركي الثقفي",
            receipt=receipt,
        )
        provider.click("request_deliver")
        provider.send(rating_offered="on")
