"""The forms about messages as a careful person fills them in."""

from .filled import Filled, row

MESSAGE_FORMS = [
    Filled("reception", "notice_send_again", row("notice")),
    Filled("executive", "notice_send_again", row("uncertain_notice"), lambda world: {"may_come_twice": "on"}),
    Filled(
        "delegate",
        "notice_hand_over",
        row("notice"),
        lambda world: {"reached": "سارة محمد الحارثي", "note": "ردّت من المكالمة الأولى"},
    ),
    Filled("reception", "notice_drop", row("notice"), lambda world: {"because": "حضرت إلى المكتب"}),
]
