"""What a message may bring onto a page: its own few tags and nothing else."""

from __future__ import annotations

import pytest

from bot.web.shared.rich_text import plain_text, safe_html


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("<b>Báo cáo</b> trước <i>15/9</i>", "<b>Báo cáo</b> trước <i>15/9</i>"),
        ("chi phí &lt; 3 tỷ &amp; hơn", "chi phí &lt; 3 tỷ &amp; hơn"),
        ("<script>alert(1)</script>", "alert(1)"),
        ("<b onclick=x()>a</b>", "<b>a</b>"),
        ("<img src=x onerror=alert(1)>ảnh", "ảnh"),
        ("<style>a</style>b", "ab"),
        ("<b>a <i>b", "<b>a <i>b</i></b>"),
        ("</div></b>a", "a"),
        ("<b><i>a</b>b</i>", "<b><i>a</i></b><i>b</i>"),
        ("một\nhai", "một\nhai"),
    ],
)
def test_only_the_subset_is_left(given: str, shown: str) -> None:
    assert str(safe_html(given)) == shown


def test_a_link_opens_elsewhere_and_keeps_its_quotes_inside() -> None:
    shown = str(safe_html('<a href="https://a.vn/?x=&quot;><script>">b</a>'))
    assert shown.startswith('<a href="https://a.vn/?x=&quot;&gt;&lt;script&gt;" target="_blank" rel="noopener')
    assert shown.endswith(">b</a>")


@pytest.mark.parametrize("target", ["javascript:alert(1)", "data:text/html,x", "//a.vn/x", "/nhap", "JaVaScRiPt:x"])
def test_a_link_that_is_no_web_page_leads_nowhere(target: str) -> None:
    shown = str(safe_html(f'<a href="{target}">vào đây</a>'))
    assert "href" not in shown
    assert plain_text(shown) == "vào đây"


def test_plain_text_has_lines_and_signs_but_no_tags() -> None:
    assert plain_text("<b>Kính gửi</b>\nA &amp; B") == "Kính gửi\nA & B"
