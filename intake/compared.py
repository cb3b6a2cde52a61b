"""What a pledge's sheet is compared with, read in the columns of another query."""

from django.db.models import F, OuterRef

from beneficiaries.around_rows import RowsOf
from beneficiaries.stated import stated_of

from .models import FactCheck


def compared_with(support_request: str) -> dict[str, RowsOf]:
    """The columns for what is stated of and checked for the request that another query names in this column."""
    person = "beneficiary" if support_request == "pk" else f"{support_request}__beneficiary"
    checks = FactCheck.objects.filter(support_request=OuterRef(support_request)).order_by("pk")
    facts = RowsOf(
        checks,
        **{name: name for name in ("fact", "verdict", "found", "waiver_reason")},
        proof=F("proven_by__required_document__code"),
    )
    return {**stated_of(person), "fact_rows": facts}
