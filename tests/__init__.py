import pytest

# Helpers whose failed assertions should say what they compared.
pytest.register_assert_rewrite(
    "tests.walks", "tests.matrix", "tests.intake.forms", "tests.research_committee.refusals"
)
