"""A second, independent reading of the three papers, typed from the printed tables row by row.

It knows nothing of ``schedules/``: agencies are the short names a reader would write, times are as printed
(None = the cell is blank), ``opens`` and ``closes`` are the first and last words of the row's text, so that a row
broken over two pages shows when half of it is lost.
"""

from __future__ import annotations

from typing import NamedTuple


class Row(NamedTuple):
    """One printed row."""

    id: str
    #: Leading agencies, by the reader's short names (``LEADS``).
    leads: str
    when: str | None
    opens: str
    closes: str


#: Reader's short name -> agency id.
LEADS = {
    "TTXT HN": "hpa",
    "XD": "so-xay-dung-ha-noi",
    "QHKT": "so-quy-hoach-kien-truc-ha-noi",
    "Viện QH": "vien-quy-hoach-xay-dung-ha-noi",
    "TTTT": "so-thong-tin-va-truyen-thong-ha-noi",
    "YT": "so-y-te-ha-noi",
    "LĐTBXH": "so-lao-dong-thuong-binh-va-xa-hoi-ha-noi",
    "TP": "so-tu-phap-ha-noi",
    "Viện NC": "vien-nghien-cuu-phat-trien-kinh-te-xa-hoi-ha-noi",
    "DL": "so-du-lich-ha-noi",
    "TC": "so-tai-chinh-ha-noi",
    "NHNN": "nhnn-chi-nhanh-tp-ha-noi",
    "Sơn Tây": "ubnd-thi-xa-son-tay",
    "các sở": "cac-so-ban-nganh-va-don-vi-lien-quan-ha-noi",
    "KHĐT": "so-ke-hoach-va-dau-tu-ha-noi",
    "NV": "so-noi-vu-ha-noi",
    "GTVT": "so-giao-thong-van-tai-ha-noi",
    "TNMT": "so-tai-nguyen-va-moi-truong-ha-noi",
    "VHTT": "so-van-hoa-va-the-thao-ha-noi",
    "GDĐT": "so-giao-duc-va-dao-tao-ha-noi",
    "NN": "so-nong-nghiep-va-phat-trien-nong-thon-ha-noi",
    "DL HCM": "so-du-lich-tp-hcm",
    "ITPC": "itpc",
    "CT HCM": "so-cong-thuong-tp-hcm",
    "Saigontourist": "saigontourist",
    "YT HCM": "so-y-te-tp-hcm",
    "AHTP": "ahtp",
    "VHTT HCM": "so-van-hoa-va-the-thao-tp-hcm",
    "TTXT NA": "trung-tam-xuc-tien-nghe-an",
    "ĐHQG": "dai-hoc-quoc-gia-tp-hcm",
    "KHCN HCM": "so-khoa-hoc-va-cong-nghe-tp-hcm",
}

PLAN_188 = (
    Row("I.1.1", "TTXT HN", "Quý III/2022", "Festival Nông sản", "huyện Mê Linh, Ba Vì."),
    Row("I.1.2", "TTXT HN", "Quý III/2022", "Hội chợ Xúc tiến", "(02 kỳ Hội chợ)."),
    Row("I.1.3", "TTXT HN", "Quý IV/2022", "Lễ hội Mùa trái chín", "năm 2022."),
    Row("I.1.4", "TTXT HN", "Quý II, III/2022", "Tiếp tục tổ chức các Đoàn", "miền Trung, miền Nam."),
    Row("I.1.5", "TTXT HN", "Năm 2022", "Hỗ trợ quảng bá", "Nông sản an toàn Hà Nội."),
    Row("I.1.6", "TTXT HN", "Tiến hành hàng năm đến hết năm 2025", "Xúc tiến đầu tư", "thông tin tuyên truyền."),
    Row("I.1.7", "TTXT HN", "Năm 2022", "Xúc tiến đầu tư", "thương mại, du lịch."),
    Row("I.1.8", "TTXT HN", "Năm 2022", "Kết nối giao thương", "Xúc tiến thương mại năm 2022."),
    Row("I.1.9", "TTXT HN", "Năm 2022", "Hội chợ Đặc sản", "Việt Nam 2022."),
    Row("I.1.10", "TTXT HN", "Năm 2022", "Tuần lễ sản phẩm Hà Nội", "tại TP Hồ Chí Minh."),
    Row("I.1.11", "TTXT HN", "Năm 2022", "Kết nối, tiêu thụ", "Thanh Hóa tại Hà Nội."),
    Row("I.1.12", "TTXT HN", None, "Tuần lễ sản phẩm Hà Nội, kết nối", "tại tỉnh Nghệ An."),
    Row("I.2.1", "XD", "Quý III/2022", "Quản lý đô thị: nghiên cứu", "phát triển xanh, bền vững"),
    Row("I.2.2", "XD", "Quý III/2022", "- Trao đổi kinh nghiệm, hỗ trợ nhau", "phát triển xanh, bền vững."),
    Row("I.2.3", "XD", "Quý III/2022", "Hợp tác, chia sẻ kinh nghiệm", "xây dựng đô thị thông minh."),
    Row("I.2.4", "XD", "Quý IV/2022", "Quản lý đô thị theo hướng", "phát triển xanh, bền vững."),
    Row("I.2.5", "XD", "Quý IV/2022", "Quản lý và kiểm soát chất lượng", "vật liệu xây dựng."),
    Row("I.2.6", "XD", "Năm 2022", "Hợp tác, tăng cường trao đổi", "đảm bảo tính hiện đại."),
    Row("I.2.7", "XD", "Năm 2022", "Đẩy mạnh công tác thanh tra", "quận Long Biên."),
    Row("I.2.8", "XD", "Năm 2022", "Triển khai đồng bộ", "hai tỉnh, thành phố."),
    Row("I.2.9", "XD", "Năm 2022", "Triển khai đồng bộ", "đến năm 2030."),
    Row("I.2.10", "XD", "Năm 2022", "Triển khai đề án bảo vệ", "đến năm 2030."),
    Row("I.3", "QHKT", "Năm 2022", "Trao đổi kinh nghiệm với các tỉnh", "đặc thù riêng của từng thành phố."),
    Row("I.4", "Viện QH", "Năm 2022", "- Tham gia đóng góp ý kiến", "quy hoạch ngành quốc gia."),
    Row(
        "I.5",
        "TTTT",
        "Năm 2022",
        "- Trao đổi kinh nghiệm quản lý nhà nước",
        "hướng dẫn về ứng dụng công nghệ thông tin.",
    ),
    Row("I.6.1", "YT", "Năm 2022", "Tiếp tục phát triển mạng lưới", "khu vực miền Bắc và miền Trung."),
    Row("I.6.2", "YT", "Năm 2022", "Tiếp tục phối hợp, hỗ trợ", "phòng chống dịch Covid-19."),
    Row(
        "I.7",
        "LĐTBXH",
        "Năm 2022",
        "Tổ chức các phiên giao dịch",
        "nhu cầu tuyên dụng để phục hồi sản xuất kinh doanh.",
    ),
    Row("I.8.1", "TP", "Năm 2022", "- Phối hợp Bộ Tư pháp", "các tỉnh trong Vùng Thủ đô."),
    Row("I.8.2", "TP", "Tháng 6,12/2022", "Thực hiện Kế hoạch tổ chức phát động", "ngành Tư pháp năm 2022."),
    Row("I.9.1", "Viện NC", "Năm 2022", "Trao đổi, học tập kinh nghiệm", "kinh tế của thành phố Hồ Chí Minh."),
    Row("I.9.2", "Viện NC", None, "Trao đổi, học tập kinh nghiệm", "cải cách hành chính..."),
    Row("I.9.3", "Viện NC", "Dự kiến Tháng 10/2022", "Học tập và trao đổi", "Lãnh đạo Thủ đô Viêng Chăn."),
    Row("I.10.1", "DL", "Năm 2022", "Thỏa thuận ký kết hợp tác", "Bắc Trung Bộ mở rộng."),
    Row("I.10.2", "DL", "Năm 2022", "Ký kết Chương trình hợp tác", "khu vực Tây Nam Bộ."),
    Row("I.10.3", "DL", "Tháng 9/2022", "Ký kết Chương trình hợp tác", "với tỉnh Phú Yên."),
    Row("I.11", "TC", "Năm 2022", "Phối hợp với Sở Kế hoạch và Đầu tư", "các địa phương bạn trong năm 2022."),
    Row("I.12", "NHNN", "Năm 2022", "- Cung cấp thông tin", "và ngược lại)."),
    Row("II.1.1", "Sơn Tây", "Năm 2022", "Hợp tác, trao đổi", "học tập kinh nghiệm."),
    Row("II.1.2", "Sơn Tây", "Năm 2022", "Hợp tác, trao đổi", "học tập kinh nghiệm."),
)

PLAN_HN_HCM = (
    Row("1", "các sở", None, "Trao đổi, chia sẻ kinh nghiệm", "thị trường bất động sản"),
    Row("2", "KHĐT", None, "Thường xuyên, trao đổi", "cấp tỉnh (PCI)."),
    Row("3", "KHĐT", None, "Tăng cường trao đổi, cung cấp", "kinh tế Vùng."),
    Row("4", "TC", None, "Trao đổi thông tin, chia sẻ", "các doanh nghiệp nhà nước."),
    Row("5", "TTXT HN", None, "Tăng cường hợp tác, liên kết", "từng địa phương và cả vùng."),
    Row("6", "XD, NV", None, "Đẩy mạnh hoạt động trao đổi", "trực thuộc Trung ương hiện nay."),
    Row("7", "GTVT", None, "Trao đổi thông tin, kinh nghiệm", "áp dụng mô hình TOD."),
    Row("8", "XD, TNMT", None, "Chia sẻ kinh nghiệm trong xây dựng", "ứng phó, biến đổi khí hậu."),
    Row("9", "VHTT", None, "Trao đổi, chia sẻ kinh nghiệm", "văn hóa, thể thao và du lịch."),
    Row("10", "VHTT", None, "Hỗ trợ, trao đổi về chuyên môn", "bảo quản hiện vật tại các bảo tàng."),
    Row("11", "VHTT", None, "Phối hợp tổ chức các hoạt động", "lễ hội tại 2 Thành phố."),
    Row("12", "DL", None, "Quảng bá du lịch", "các thị trường trọng điểm."),
    Row("13", "VHTT", None, "Trao đổi kinh nghiệm và hỗ trợ đào tạo", "thể thao quần chúng."),
    Row("14", "DL", None, "Trao đổi kinh nghiệm về công tác", "hội nhập quốc tế."),
    Row("15", "GDĐT", None, "Tăng cường hợp tác, giao lưu", "trong lĩnh vực giáo dục."),
    Row("16", "YT", None, "Hợp tác, chia sẻ kinh nghiệm giữa ngành y tế", "chuyển đổi số trong lĩnh vực y tế."),
    Row("17", "DL", None, "Hợp tác, chia sẻ kinh nghiệm phát triển", "gắn với du lịch sinh thái."),
    Row("18", "NN", None, "Trao đổi, chia sẻ việc ứng dụng", "nông nghiệp của 02 Thành phố."),
)

_WEBSITE = "- Phối hợp hệ thống phân phối"
_OCOP = "truyền thông và quảng bá sản phẩm OCOP, đặc sản vùng miền,..."
_ON_DEMAND = "Theo nhu cầu thực tế của các địa phương"

PLAN_4778 = (
    Row("I.1", "DL HCM", "Tháng 9", "Hội chợ Du lịch Quốc tế", "Thành phố Hồ Chí Minh."),
    Row("I.2", "ITPC", "Tháng 12", "Lễ hội tinh hoa làng nghề", "Việt Nam năm 2023."),
    Row("I.3", "CT HCM", "Tháng 12", "Hội nghị kết nối cung - cầu", "các tỉnh, thành."),
    Row("1.1", "CT HCM", "Quý III, IV", _WEBSITE, _OCOP),
    Row("1.2", "ITPC", "Cả năm", "Thành phố Hồ Chí Minh quan tâm", "thông minh tại tỉnh Bắc Kạn."),
    Row("1.3", "Saigontourist", "Cả năm", "Tổng công ty Du lịch Sài Gòn", "du lịch tỉnh Bắc Kạn."),
    Row("2.1", "CT HCM", "Quý III, IV", _WEBSITE, _OCOP),
    Row("2.2", "DL HCM", "Cả năm", "Kết nối thị trường khách du lịch", "tỉnh Cao Bằng và ngược lại."),
    Row("2.3", "YT HCM", _ON_DEMAND, "Hỗ trợ đào tạo, tập huấn", "chữa bệnh từ xa."),
    Row("2.4", "AHTP", _ON_DEMAND, "Phối hợp tổ chức các hoạt động", "kênh tiêu thụ nông sản."),
    Row("3.1", "CT HCM", "Quý III, IV", _WEBSITE, _OCOP),
    Row("3.2", "DL HCM", "Cả năm", "Tăng cường các hoạt động quảng bá", "quốc gia Tam Chúc."),
    Row("4.1", "VHTT HCM", "Tháng 4", "Tuần Lễ Khai mạc mùa", "nghệ thuật và thể thao."),
    Row("4.2", "CT HCM", "Quý III, IV", _WEBSITE, _OCOP),
    Row("4.3", "DL HCM", "Cả năm", "Xây dựng các sản phẩm du lịch", "hướng đến cộng đồng."),
    Row("5.1", "TTXT NA", "Quý III", "Tuần lễ sản phẩm OCOP", "tiêu biểu của tỉnh Nghệ An."),
    Row("5.2", "CT HCM", "Quý III, IV", _WEBSITE, _OCOP),
    Row("5.3", "VHTT HCM", "Tháng 12", "Hội nghị tổng kết hợp tác", "văn hóa và thể thao."),
    Row("5.4", "ĐHQG", "Quý IV", "Trao đổi kinh nghiệm về xây dựng", "các trường Đại học quốc tế."),
    Row("5.5", "ITPC", "Cả năm", "Hợp tác xúc tiến đầu tư", "khu công nghiệp, khu kinh tế."),
    Row("5.6", "DL HCM", "Cả năm", "Hợp tác quảng bá du lịch", "giữa hai địa phương."),
    Row("5.7", "YT HCM", "Cả năm", "Tiếp nhận một số cơ sở y tế", "khám, chữa bệnh."),
    Row(
        "5.8",
        "KHCN HCM",
        "Cả năm",
        "Hợp tác phát triển hệ sinh thái",
        "các hoạt động kết nối cung – cầu công nghệ, kết nối các sàn giao dịch công nghệ.",
    ),
    Row("6.1", "CT HCM", "Quý III, IV", _WEBSITE, _OCOP),
    Row("6.2", "ITPC", "Cả năm", "Kêu gọi các nhà đầu tư tiềm năng", "tại tỉnh Quảng Bình."),
    Row("7.1", "CT HCM", "Quý III, IV", _WEBSITE, _OCOP),
    Row("7.2", "ITPC", "Cả năm", "Chia sẻ kinh nghiệm trong phát triển", "địa bàn tỉnh Quảng Trị."),
    Row("8.1", "CT HCM", "Quý III, IV", _WEBSITE, _OCOP),
    Row("8.2", "ĐHQG", _ON_DEMAND, "Trao đổi chia sẻ kinh nghiệm", "phát triển Đại học Quốc gia."),
    Row("8.3", "ITPC", "Cả năm", "Hỗ trợ kêu gọi các nhà đầu tư", "của tỉnh Thanh Hóa."),
    Row("9.1", "CT HCM", "Quý III, IV", _WEBSITE, _OCOP),
    Row("III.1", "ITPC", "Tháng 12", "Báo cáo kết quả thực hiện", "phía Bắc và Bắc Trung Bộ."),
    Row("III.2", "ITPC", "Tháng 12", "Hội nghị sơ kết tình hình", "phía Bắc và Bắc Trung Bộ."),
)

#: 4778: task id -> (full names in the contact cell, product).
CONTACTS_4778 = {
    "I.1": (("Trần Công Huy",), "Hội chợ"),
    "I.2": (("Lê Tấn Minh",), "Lễ hội"),
    "I.3": (("Phan Thái Bình",), "Hội nghị"),
    "1.1": (("Phan Thái Bình",), "Vận hành website và các chương trình ưu đãi"),
    "1.2": (("Trần Quốc Cường",), "Hoạt động xúc tiến đầu tư"),
    "1.3": (("Dương Minh Đức",), "Khu du lịch sinh thái Sài Gòn - Ba Bê"),
    "2.1": (("Phan Thái Bình",), "Vận hành website và các chương trình ưu đãi"),
    "2.2": (("Trần Công Huy",), "Các hoạt động kết nối"),
    "2.3": (("Mai Tuấn Long", "Phạm Thị Lệ Diễm"), "Các lớp đào tạo, tập huấn"),
    "2.4": (("Phạm Cao Khải",), "Các chương trình hỗ trợ, hợp tác"),
    "3.1": (("Phan Thái Bình",), "Vận hành website và các chương trình ưu đãi"),
    "3.2": (("Trần Công Huy",), "Hoạt động quảng bá, xúc tiến du lịch"),
    "4.1": (("Nguyễn Văn Hòa Bình",), "Tuần lễ Du lịch"),
    "4.2": (("Phan Thái Bình",), "Vận hành website và các chương trình ưu đãi"),
    "4.3": (("Lê Hoài Trung",), "Các sản phẩm, tour du lịch"),
    "5.1": (("Võ Thị Thanh Huyền",), "Tuần lễ sản phẩm"),
    "5.2": (("Phan Thái Bình",), "Vận hành website và các chương trình ưu đãi"),
    "5.3": (("Nguyễn Văn Hòa Bình",), "Hội nghị"),
    "5.4": (("Nguyễn Đình Tứ", "Lâm Quang Vinh"), "Hoạt động trao đổi"),
    "5.5": (("Trần Quốc Cường",), "Hoạt động xúc tiến đầu tư"),
    "5.6": (("Lê Hoài Trung",), "Hoạt động xúc tiến du lịch"),
    "5.7": (("Mai Tuấn Long", "Phạm Thị Lệ Diễm"), "Các hoạt động kết nối"),
    "5.8": (("Đỗ Thị Quỳnh Hương",), "Các chương trình hỗ trợ và hợp tác"),
    "6.1": (("Phan Thái Bình",), "Vận hành website và các chương trình ưu đãi"),
    "6.2": (("Trần Quốc Cường",), "Hoạt động xúc tiến đầu tư"),
    "7.1": (("Phan Thái Bình",), "Vận hành website và các chương trình ưu đãi"),
    "7.2": (("Trần Quốc Cường",), "Hoạt động xúc tiến đầu tư"),
    "8.1": (("Phan Thái Bình",), "Vận hành website và các chương trình ưu đãi"),
    "8.2": (("Nguyễn Đình Tứ",), "Hoạt động trao đổi"),
    "8.3": (("Trần Quốc Cường",), "Hoạt động xúc tiến đầu tư"),
    "9.1": (("Phan Thái Bình",), "Vận hành website và các chương trình ưu đãi"),
    "III.1": (("Trần Quốc Cường",), "Báo cáo"),
    "III.2": (("Trần Quốc Cường",), "Hội nghị"),
}

#: Rows per leading agency, counted on the paper.
COUNTS = {
    "188-kh-ubnd-2022": {
        "TTXT HN": 12,
        "XD": 10,
        "QHKT": 1,
        "Viện QH": 1,
        "TTTT": 1,
        "YT": 2,
        "LĐTBXH": 1,
        "TP": 2,
        "Viện NC": 3,
        "DL": 3,
        "TC": 1,
        "NHNN": 1,
        "Sơn Tây": 2,
    },
    "ha-noi-tp-hcm-2024": {
        "các sở": 1,
        "KHĐT": 2,
        "TC": 1,
        "TTXT HN": 1,
        "XD": 2,
        "NV": 1,
        "GTVT": 1,
        "TNMT": 1,
        "VHTT": 4,
        "DL": 3,
        "GDĐT": 1,
        "YT": 1,
        "NN": 1,
    },
    "4778-kh-ubnd-2023": {
        "CT HCM": 10,
        "ITPC": 8,
        "DL HCM": 5,
        "VHTT HCM": 2,
        "YT HCM": 2,
        "ĐHQG": 2,
        "Saigontourist": 1,
        "AHTP": 1,
        "TTXT NA": 1,
        "KHCN HCM": 1,
    },
}

#: Days off and worked weekend days per year, counted on the notices: (days off, of them Monday-Friday, worked).
CALENDAR_TOTALS = {
    2022: (15, 11, 0),
    2023: (17, 11, 0),
    2024: (14, 12, 1),
    2025: (12, 12, 1),
    2026: (15, 14, 2),
    2027: (15, 12, 0),
}

PLANS = {
    "188-kh-ubnd-2022": PLAN_188,
    "ha-noi-tp-hcm-2024": PLAN_HN_HCM,
    "4778-kh-ubnd-2023": PLAN_4778,
}
