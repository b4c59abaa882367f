"""The words by which running text is read, each group once: verbs, hand-overs, groups, sections, asides.

``words`` makes one pattern of a list; what a group of words stands for is said by its name. Texts keep their case, as
verbs are small and names are capital.
"""

from __future__ import annotations

import re


def words(*texts: str) -> str:
    """A pattern for any of the texts (patterns themselves), the longest that fits first."""
    return "(?:" + "|".join(sorted(texts, key=len, reverse=True)) + ")"


#: How a duty begins.
VERB = words(
    *"""tổ chức|xây dựng|triển khai|tham mưu|hướng dẫn|rà soát|thực hiện|hoàn thiện|hoàn thành|hoàn tất|cung cấp
    |đẩy mạnh|tăng cường|kiểm tra|nghiên cứu|đề xuất|hỗ trợ|lập|trình|theo dõi|tổng hợp|bố trí|tuyên truyền|chuẩn bị
    |ban hành|đăng tải|chỉ đạo|tiếp tục|xúc tiến|kết nối|quảng bá|quản lý|cập nhật|phát động|đôn đốc|thẩm định
    |khảo sát|giám sát|vận động|thông tin|giới thiệu|tập huấn|bồi dưỡng|đào tạo|công bố|đánh giá|số hóa|số hoá|ký kết
    |mời|đón|cân đối|phân bổ|thống kê|phối hợp|nâng cấp|mở|thành lập|kiện toàn|báo cáo|gửi|bảo đảm|đảm bảo|nâng cao
    |lãnh đạo|định hướng|xử lý|tháo gỡ|khắc phục|khởi công|đề nghị|kiến nghị|phê duyệt|công khai|niêm yết|vận hành
    |đưa|thu hồi|thu thập|nộp|giải ngân|bàn giao|tiếp nhận|giải quyết|chấm dứt|chấn chỉnh|quán triệt|phổ biến|học tập
    |bổ sung|sửa đổi|điều chỉnh|xác định|xác minh|làm rõ|phân công|giao|cử|chủ động|khẩn trương|kịp thời|nghiêm túc
    |thường xuyên|chấp hành|phát hành|cấp phép|cấp giấy|cấp phát|thanh tra|kiểm soát|kiểm kê|rút kinh nghiệm
    |áp dụng|ứng dụng|xem xét
    |căn cứ|sơ kết|tổng kết|phát huy|tập trung|tiến hành|thông báo|đăng ký|khai thác|di dời|cắm|xóa|xoá|tham gia
    |trả lời|giữ|duy trì|phát triển|củng cố|bố trí|lắp đặt|mua sắm|đấu thầu|lựa chọn|thi công|sửa chữa|tu sửa
    |huy động|tiêm|phun|trồng|đầu tư|chọn|tuyển dụng|tuyển|sắp xếp|thẩm tra|nghiệm thu|quyết toán|tạm dừng|dừng
    |chuyển|nhập|soạn thảo|soạn|viết|dự thảo|đối chiếu|thẩm tra|tính toán|tăng|giảm|chịu trách nhiệm|đóng|trang bị
    |kê khai|chăm lo|thăm|tặng|tuyên dương|khen thưởng|phản ánh|tìm|xin|lấy|nhắc nhở|kết thúc|đăng
    |yêu cầu|đồng chủ trì""".replace("\n", "")
    .replace("  ", "")
    .split("|")
)
#: Adverbs before the verb, and what a duty says besides.
ADVERB = words(
    "khẩn trương", "chủ động", "kịp thời", "nghiêm túc", "thường xuyên", "tiếp tục", "trực tiếp", "phải", "cần", "sớm",
    "tích cực", "tập trung", "có trách nhiệm", "chịu trách nhiệm", "thực hiện việc", "đồng thời",
)  # fmt: skip
#: Who hands over something says so with one of these.
HANDS = words("giao", "yêu cầu", "đề nghị", "phân công", "kính đề nghị", "chỉ định")
#: A head of office stands for the office.
HEAD_OF_OFFICE = words(
    "Giám đốc", "Tổng Giám đốc", "Bộ trưởng", "Chánh Văn phòng", "Chủ tịch", "Thủ trưởng", "Trưởng ban", "Trưởng",
    "Chánh Thanh tra", "Cục trưởng", "Chi cục trưởng", "Viện trưởng", "Hiệu trưởng", "Chỉ huy trưởng", "Tổng Thanh tra",
    "Bí thư", "Thống đốc", "Người đứng đầu",
)  # fmt: skip
#: Bodies under one name, in small letters behind "các".
GROUP_WORD = words(
    "sở", "ban", "ngành", "đơn vị", "cơ quan", "địa phương", "tỉnh", "thành phố", "doanh nghiệp", "hội", "đoàn thể",
    "tổ chức", "quận", "huyện", "thị xã", "xã", "phường", "đặc khu", "phòng", "trường", "bộ", "chi nhánh", "trung tâm",
    "bệnh viện", "tập đoàn", "cấp", "công ty", "hiệp hội", "viện", "ubnd", "chủ đầu tư", "đồng chí", "thành viên",
    "đảng ủy", "đảng uỷ", "chi bộ", "cấp ủy", "cấp uỷ", "tổ chức đảng", "thôn", "bản", "tổ dân phố", "cơ sở", "khoa",
    "ủy ban nhân dân", "uỷ ban nhân dân", "sở ngành", "nhà thầu", "khóm", "ấp", "khu phố",
    "bộ phận", "chi cục", "cục", "vụ",
)  # fmt: skip
#: "của các cơ quan" of no kind in particular: whoever the paper speaks to.
ANYBODY = re.compile(
    r"(?i)^(?:(?:quý|các|từng|mỗi|toàn bộ|tất cả) )*(?:cơ quan|đơn vị|địa phương|tổ chức|,| và|nêu trên|nói trên|trên"
    r"|có liên quan|liên quan|\s)+$"
)
#: A group that means every body of the plan's tasks.
EVERYBODY = re.compile(
    r"(?i)được (?:giao|phân công)|chủ trì|liên quan|\bsở,? (?:ban|ngành)|cơ quan|đơn vị|địa phương|\bban,? ngành"
)
#: Sections that hold no duties.
ASIDE_SECTION = re.compile(
    r"(?i)mục đích|\byêu cầu$|mục đích,? yêu cầu|kết quả đạt được|đánh giá|tình hình|kinh phí|mục tiêu|chỉ tiêu"
    r"|quan điểm|hạn chế|căn cứ|đối tượng|thành phần"
)
#: Sections that hand out duties.
DUTY_SECTION = re.compile(
    r"(?i)tổ chức thực hiện|phân công|nhiệm vụ|nội dung|trách nhiệm|giải pháp|giao việc|thực hiện|kết luận"
)
#: What was or what is so: no duty, whatever verbs stand in it.
NARRATIVE = re.compile(
    r"^(?:Qua |Đến nay|Đến thời điểm|Trong (?:những|thời gian|các) (?!tới)|Tuy nhiên|Sau khi (?:nghe|xem|thảo|có ý)"
    r"|Theo (?:bản tin|báo cáo|dự báo|phản ánh)|Ngày \d|Tại (?:phiên|cuộc|buổi|hội)|Từ (?:đầu|ngày)|Vừa qua|Hiện nay"
    r"|Thời gian qua|Tiếp theo|Tham dự|Thành phần|Hôm nay|Năm \d{4}[, ]|(?:Nghị quyết|Quyết định|Chỉ thị|Kế hoạch) này"
    r"|Luật |Kết luận:|Trên đây là)"
)
#: Why something is to be done; alone it charges nobody.
BASIS = re.compile(
    r"^(?:Để |Nhằm |Căn cứ|Xét|Thực hiện (?:Quyết|Nghị|Luật|Kế|Công|Chỉ|Thông|Chương|ý|Kết|Văn|nội dung)|Thi hành"
    r"|Trên cơ sở|Theo |Sau khi )"
)
#: What is kept up as long as the paper is in force, told to whoever follows it: no task of its own.
FOLLOW_UP = re.compile(
    r"(?i)^thông báo (?:để|đến|cho)\b|^(?:(?:nghiêm túc|khẩn trương|chủ động|tích cực|triển khai|thực hiện"
    r"|phối hợp|quan tâm"
    r"|tổ chức|chỉ đạo|biết|để|,|và)[\s./]*)+$|^(?:(?:(?:là|làm) (?:cơ quan|đơn vị) (?:thường trực|đầu mối)"
    r"|theo dõi|đôn đốc|kiểm tra|giám sát|hướng dẫn|chủ trì|phối hợp"
    r"|tổ chức|triển khai|chịu trách nhiệm|quán"
    r" triệt|thi hành|nghiêm túc|giúp \S+ \S+|tổng hợp|thực hiện|có trách nhiệm|căn cứ|tham mưu|việc|,| và|;|\s)+)"
    r"(?:kết quả )?(?:việc )?(?:thi hành |thực hiện |triển khai )*(?:Kế hoạch|Chỉ thị|Quyết định|Nghị quyết|Kết luận"
    r"|Thông báo|Công điện|Chương trình|Hướng dẫn|Phương án|Đề án|Công văn|Văn bản|kế hoạch|văn bản)(?: này|$)"
)
#: Abbreviations whose full stop ends no sentence.
SENTENCE = re.compile(
    r"(?<=[.!?…])(?<!\bTP\.)(?<!\bTp\.)(?<!\bTX\.)(?<!\bTT\.)(?<!\bTM\.)(?<!\bKT\.)(?<!\bTS\.)(?<!\bBS\.)(?<!\bP\.)"
    r"(?<!\bQ\.)(?<!\bGS\.)(?<!\bTh\.)\s+(?=[A-ZÀ-ỸĐ\"“])"
)
#: "UBND tỉnh ban hành Kế hoạch như sau:" says that something follows, not what is to be done.
ANNOUNCES = re.compile(
    r"(?i)(?:như sau|sau đây|dưới đây|cụ thể(?=:)|(?:nội dung|nhiệm vụ|việc|giải pháp) sau)\s*[:.]?$|(?:yêu cầu|giao"
    r"|đề nghị|kết luận|quyết định|chỉ đạo|điện|quyết nghị|ý kiến)\s*:$|ban hành (?:kèm theo )?(?:Kế hoạch"
    r"|Quyết định) này"
)
