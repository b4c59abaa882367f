"""Why the system refuses a file or an address. Plain text, to stand inside a sentence."""

from __future__ import annotations

import errno

_REASONS = {
    errno.EACCES: "không có quyền",
    errno.EPERM: "không có quyền",
    errno.EROFS: "ổ đĩa chỉ cho đọc",
    errno.ENOSPC: "ổ đĩa đã đầy",
    errno.ENOENT: "không có tệp này",
    errno.EISDIR: "đây là thư mục",
    errno.ENOTDIR: "một phần của đường dẫn không phải là thư mục",
    errno.EINVAL: "không phải là tệp thường",
    errno.EFBIG: "tệp quá lớn",
    errno.EADDRINUSE: "cổng đang được chương trình khác dùng",
    errno.EADDRNOTAVAIL: "máy này không có địa chỉ đó",
}


def reason(error: OSError) -> str:
    """In Vietnamese where it is one of the usual ones, otherwise in the system's words."""
    return _REASONS.get(error.errno or 0) or error.strerror or str(error)
