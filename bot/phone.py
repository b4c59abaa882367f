"""Vietnamese phone numbers in one form, so that a shared contact and the office's list compare equal."""

from __future__ import annotations

_VIETNAM = 84


def normal_phone(text: str) -> str | None:
    """The one number in the text, as digits with a leading 0 ("+84 900.000.001 (Zalo)" → "0900000001").

    None where there is none or more than one, and for what is no fixed or mobile number of Vietnam in use today:
    service numbers, foreign ones, the eleven-digit mobile numbers that ended in 2018.
    """
    import phonenumbers as library  # most starts read no number

    found = [match.number for match in library.PhoneNumberMatcher(text, "VN")]
    personal = library.PhoneNumberType.MOBILE, library.PhoneNumberType.FIXED_LINE
    if len(found) != 1 or found[0].country_code != _VIETNAM or library.number_type(found[0]) not in personal:
        return None
    return f"0{library.national_significant_number(found[0])}"
