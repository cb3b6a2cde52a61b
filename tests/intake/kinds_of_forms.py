"""Which forms are only confirmed, only chosen from, hold numbers, or have nothing left to do once they are sent."""

# Forms in which there is nothing but a button, or nothing is written.
ONLY_CONFIRMED = (
    *("merge_approve", "request_verify", "session_close", "budget_line_end"),
    *("phone_confirm", "other_phone_confirm", "other_phone_end", "category_end", "notice_send_again"),
    *(
        "relation_end",
        "import_undo",
        "import_drop",
        "blank_form",
        "policy_paper",
        "session_minutes",
        "minutes_draw_up",
        "district_end",
    ),
    "article_publish",
    *("appointment_take_over", "scale_draft", "scale_part_remove"),
    *("report_take_over", "session_start"),
)
# Whose words stand in the audit history alone.
KEPT_IN_THE_TRAIL = ("session_change_plan", "attendance_correct")
ONLY_CHOSEN = (
    *(*ONLY_CONFIRMED, "request_reuse", "request_refer", "request_deliver"),
    *("session_attend", "session_add_item", "import_add"),
)
NUMBERED = (
    *("person_add", "person_change", "request_open", "request_document", "report_submit", "session_open"),
    *("session_plan", "session_change_plan", "attendance_correct"),
    *("document_add", "document_renew", "document_correct", "hand_over_record"),
    *("item_decide", "request_register", "request_delivery", "incoming_record", "incoming_correct"),
    "request_documents_ask",
    *("household_open", "household_change", "member_add", "budget_line_add"),
    *("visit_arrange", "visit_record", "appointment_move", "appointment_record"),
)
# Acts after which nothing of the same form is left to do.
DONE_ONCE = (
    *("person_add", "person_change", "request_verify", "request_pledge", "request_refer"),
    *("request_return", "request_withdraw", "request_document_waive", "request_fact_waive"),
    *("district_add", "district_end", "request_reassign"),
    *("article_from_clarification", "article_publish", "article_revise", "article_retire"),
    *("report_submit", "request_register", "request_deliver"),
    *("household_open", "household_change", "member_add_person", "member_change", "member_leave"),
    *("member_move", "member_move_to", "budget_line_end"),
    *("import_columns", "import_let_in", "import_undo", "import_drop"),
    *("notice_send_again", "notice_hand_over", "notice_drop"),
    *("relation_end", "item_rule_on_conflict"),
    *("visit_arrange", "appointment_move", "appointment_call_off", "appointment_miss"),
    *("appointment_take_over", "appointment_record", "scale_adopt"),
    *("session_start", "session_call_off", "session_come", "session_leave"),
    *("session_add_item", "session_close", "item_recuse", "item_carry_over", "item_decide"),
)
# A password is never shown again: tests/research_committee/test_minutes_pages.py.
NOT_SHOWN_AGAIN = ("minutes_sign",)
