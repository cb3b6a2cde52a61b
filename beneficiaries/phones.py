"""How phone numbers are shown."""

from phonenumber_field.phonenumber import PhoneNumber

OWN_COUNTRY = 966


def dialled(phone: PhoneNumber | None) -> str:
    """A number as it is dialled from here: with its country only where that is another one."""
    if not phone:
        return ""
    return phone.as_national if phone.country_code == OWN_COUNTRY else phone.as_international
