"""Texts typed before Unicode: their letters look Vietnamese only in the fonts of TCVN3 (.VnTime) or VNI."""

from __future__ import annotations

import re

#: Letters only Unicode has.
_UNICODE = re.compile(r"[ăđơưĂĐƠƯ\u1ea0-\u1ef9]")
#: Marks beside a letter that stand for à, á, ả, ã, ạ, ă, đ, ê, ô, ơ in TCVN3.
_TCVN3 = re.compile(r"(?<=\w)[µ¸¶·¹¨»¾¼½®ª«¬]|[µ¸¶·¹¨»¾¼½®ª«¬](?=\w)")
#: A vowel and its mark as two letters, as VNI writes them; no Vietnamese syllable has such a pair.
_VNI = re.compile(r"[aAeE][øùûõïâêàáåãäèéúüëØÙÛÕÏÂÊÀÁÅÃÄÈÉÚÜË]|ñ|Ñ")
#: Fewer are foreign words and signs.
_FEW = 5


def old_encoding(text: str) -> str | None:
    """The name of the old encoding most of the text is in; None for Unicode."""
    plain = len(_UNICODE.findall(text))
    for name, marks in (("TCVN3 (phông .VnTime …)", _TCVN3), ("VNI (phông VNI-Times …)", _VNI)):
        if (count := len(marks.findall(text))) >= _FEW and count > plain:
            return name
    return None
