"""Every field of a plan's task, once: its name, kind, YAML key, Vietnamese name and the words of its column on paper.

The schema, the file's reader and writer, the comparison, the importer, the review form and the JSON walk
``TASK_FIELDS`` and know what to do with each kind; a new field of a known kind is a row here and an attribute of
``Task``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum, auto


class FieldKind(StrEnum):
    """What a field holds, which decides how it is read, written, shown and typed."""

    ID = auto()
    #: Text on one line.
    TEXT = auto()
    #: Text whose line breaks matter.
    PROSE = auto()
    TEXTS = auto()
    #: A printed time; what it was read as stands beside it in ``Task.time``.
    TIME = auto()
    LEADS = auto()
    #: Agency ids.
    AGENCIES = auto()
    #: Ids of people.
    PEOPLE = auto()
    FLAG = auto()
    POLICY = auto()


@dataclass(frozen=True, slots=True)
class ColumnWords:
    """A pattern for the folded label of a column."""

    pattern: str
    #: Patterns are tried in rising order and the first that matches wins; 0 comes before those of every old column.
    rank: int = 0


@dataclass(frozen=True, slots=True)
class TaskField:
    #: The attribute of ``Task``.
    name: str
    kind: FieldKind
    #: What officers call it; empty for a field no officer sees.
    label: str = ""
    #: In ``schedules/plans/*.yaml``, and the name of its column in the importer.
    key: str = ""
    #: In ``dondoc registry --json``.
    json: str = ""
    required: bool = False
    #: Written by the registry's editor and by no document: an import never touches it.
    editors: bool = False
    columns: tuple[ColumnWords, ...] = ()
    #: Pattern for what stands before the colon where tasks are listed in running text ("Đơn vị chủ trì: …").
    listed: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", self.key or self.name)
        object.__setattr__(self, "json", self.json or self.key)


#: In the order of the file. ``Task`` has two attributes more: ``time``, how ``when`` was read, and ``line``.
TASK_FIELDS = (
    TaskField("id", FieldKind.ID, "Số", required=True),
    TaskField("section", FieldKind.TEXT, "Mục"),
    TaskField(
        "content",
        FieldKind.PROSE,
        "Nội dung",
        required=True,
        columns=(
            ColumnWords(
                r"^(?:các |tên |danh mục )*(?:nội dung|nhiệm vụ|công việc|hoạt động|đầu việc|giải pháp|sự kiện)", 35
            ),
            ColumnWords(r"nội dung|nhiệm vụ|công việc|hoạt động|lĩnh vực|chương trình|đề án|tên", 90),
        ),
    ),
    TaskField(
        "leads",
        FieldKind.LEADS,
        "Cơ quan chủ trì",
        key="lead",
        required=True,
        columns=(
            ColumnWords(
                r"chủ trì|phụ trách|chịu trách nhiệm|được (?:giao|phân công)|phân công|người thực hiện"
                r"|(?:cơ quan|đơn vị|tổ chức|bộ phận).*(?:thực hiện|đầu mối|tham mưu|triển khai)"
                r"|^đầu mối|^(?:cơ quan|đơn vị|cơ quan, đơn vị)$|^các? ?(?:cơ quan|đơn vị)"
                r"|^(?:các )?sở,? (?:ban|ngành)",
                70,
            ),
        ),
        listed=r"(?:cơ quan|đơn vị)(?: chủ trì)?(?: thực hiện)?|chủ trì(?: thực hiện)?",
    ),
    TaskField(
        "coordinating",
        FieldKind.AGENCIES,
        "Cơ quan phối hợp",
        columns=(ColumnWords(r"phối hợp|tham gia", 50),),
        listed=r"(?:(?:cơ quan|đơn vị) )?phối hợp(?: thực hiện)?",
    ),
    TaskField(
        "partners",
        FieldKind.TEXTS,
        "Bên phối hợp của địa phương khác",
        columns=(
            ColumnWords(r"(?:địa phương|tỉnh|phía|nước) (?:bạn|khác)|đối tác|tại (?:các )?(?:địa phương|tỉnh)", 30),
        ),
    ),
    TaskField(
        "when",
        FieldKind.TIME,
        "Thời gian",
        columns=(
            ColumnWords(
                r"thời (?:gian|hạn|điểm)|tiến độ|^(?:ngày|hạn|mốc)\b|hạn (?:hoàn thành|chót|cuối)|lộ trình", 20
            ),
        ),
        listed=r"thời (?:gian|hạn)(?: (?:thực hiện|hoàn thành|triển khai|tổ chức))*|tiến độ|hạn hoàn thành",
    ),
    TaskField(
        "deliverable",
        FieldKind.TEXT,
        "Sản phẩm",
        columns=(ColumnWords(r"sản phẩm|kết quả|đầu ra", 60),),
        listed=r"sản phẩm(?: đầu ra)?|kết quả",
    ),
    TaskField("remark", FieldKind.TEXT, "Ghi chú của văn bản", json="note", columns=(ColumnWords(r"ghi chú", 5),)),
    TaskField(
        "contacts",
        FieldKind.PEOPLE,
        "Đầu mối liên hệ",
        columns=(
            ColumnWords(
                r"liên hệ|người (?:phụ trách|đầu mối|theo dõi)|cán bộ (?:đầu mối|phụ trách|theo dõi)|chuyên viên", 25
            ),
        ),
    ),
    TaskField("completed", FieldKind.FLAG, "Đã hoàn thành"),
    TaskField("secret", FieldKind.FLAG, key="mat", json="secret", editors=True),
    TaskField("policy", FieldKind.POLICY, editors=True),
    TaskField("note", FieldKind.TEXT, json="reading", editors=True),
)
