"""Forms made from what a profile says: its fields, its params and its decision tables.

A form reads what people write as they write it, and says at each field what is wrong. Whether it
is accepted the engine decides: what it answers is put at the fields that it is about.
"""

from xiangyue_admin.forms.asked import Asked, of_field, of_param
from xiangyue_admin.forms.grid import Grid
from xiangyue_admin.forms.people import People
from xiangyue_admin.forms.sheet import Sheet, field_sheet, param_sheet, sheet

__all__ = [
    "Asked",
    "Grid",
    "People",
    "Sheet",
    "field_sheet",
    "of_field",
    "of_param",
    "param_sheet",
    "sheet",
]
