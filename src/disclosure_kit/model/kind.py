"""What kind of body reports, by its name."""

from __future__ import annotations

import re
from typing import Final

from .edition import BodyKind
from .report import Agency

_SAID: Final = {kind.value: kind for kind in BodyKind}
# In this order: the office of a town is the town's, that of a government a department.
_ENDS: Final = (
    (
        BodyKind.TOWN,
        re.compile(
            r"(?:镇|乡|苏木|街道)(?:人民政府|政府|办事处)?(?:党政综合|党政|综合)?(?:办公室|办)?$"
        ),
    ),
    (
        BodyKind.GOVERNMENT,
        re.compile(r"(?:省|自治区|市|州|盟|县|区|旗)(?:人民政府|政府)?$"),
    ),
    (
        BodyKind.DEPARTMENT,
        re.compile(r"(?:厅|局|委|委员会|办公室|办公厅|外办|部|署|行|中心)$"),
    ),
)
# Whether an administration of a zone is a government or a department differs from place to place.
_ZONE: Final = re.compile(r"(?:开发区|园区|新区|示范区|景区|保税区|管理区|管委会|管理委员会)$")
_STREET: Final = re.compile(r"街道(?:办事处)?(?:党政综合|党政|综合)?(?:办公室|办)?$")


def kind_of(agency: Agency) -> BodyKind | None:
    """As the report says, else by the name's end; None where neither decides."""
    if agency.kind in _SAID:
        return _SAID[agency.kind]
    if _ZONE.search(agency.name):
        return None
    return next((kind for kind, ends in _ENDS if ends.search(agency.name)), None)


def is_government(agency: Agency) -> bool:
    """A government of any level. A 街道办事处 reports as towns do, but is none."""
    return (
        kind_of(agency) in (BodyKind.GOVERNMENT, BodyKind.TOWN)
        and _STREET.search(agency.name) is None
    )
