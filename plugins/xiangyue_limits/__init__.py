"""First-party limits on digital intervention; they come through the same door as a stranger's."""

from __future__ import annotations

from collections.abc import Sequence

from xiangyue.plugs import Limit, hookimpl
from xiangyue_limits.admission_list import AdmissionList
from xiangyue_limits.assist_only import AssistOnly
from xiangyue_limits.complaint_entry import ComplaintEntry
from xiangyue_limits.consent_not_forced import ConsentNotForced
from xiangyue_limits.contact_budget import ContactBudget
from xiangyue_limits.data_rights import DataRights
from xiangyue_limits.document_length import DocumentLength
from xiangyue_limits.emergency_sunset import EmergencySunset
from xiangyue_limits.form_burden import FormBurden
from xiangyue_limits.funding import Funding
from xiangyue_limits.group_life import GroupLife
from xiangyue_limits.human_review import HumanReview
from xiangyue_limits.inspection_frequency import InspectionFrequency
from xiangyue_limits.lead_time import LeadTime
from xiangyue_limits.media_evidence import MediaEvidence
from xiangyue_limits.no_checkin import NoCheckin
from xiangyue_limits.no_own_app import NoOwnApp
from xiangyue_limits.no_ranking import NoRanking
from xiangyue_limits.no_usage_metrics import NoUsageMetrics
from xiangyue_limits.offline_channel import OfflineChannel
from xiangyue_limits.plain_words import PlainWords
from xiangyue_limits.proxy_entry import ProxyEntry
from xiangyue_limits.public_naming import PublicNaming
from xiangyue_limits.quiet_hours import QuietHours
from xiangyue_limits.reply_time import ReplyTime
from xiangyue_limits.report_once import ReportOnce
from xiangyue_limits.residents_reserve import ResidentsReserve
from xiangyue_limits.result_evidence import ResultEvidence
from xiangyue_limits.retention import Retention
from xiangyue_limits.sensitive_data import SensitiveData
from xiangyue_limits.training import Training
from xiangyue_limits.workload import Workload
from xiangyue_limits.yearly_review import YearlyReview

__all__ = ["LIMITS", "xiangyue_limits"]

LIMITS: tuple[type[Limit], ...] = (
    NoCheckin,
    NoRanking,
    NoUsageMetrics,
    MediaEvidence,
    ResultEvidence,
    ReportOnce,
    FormBurden,
    LeadTime,
    AdmissionList,
    AssistOnly,
    Funding,
    DocumentLength,
    InspectionFrequency,
    GroupLife,
    QuietHours,
    ReplyTime,
    NoOwnApp,
    ComplaintEntry,
    Retention,
    SensitiveData,
    ConsentNotForced,
    PublicNaming,
    HumanReview,
    DataRights,
    OfflineChannel,
    ProxyEntry,
    EmergencySunset,
    Workload,
    Training,
    YearlyReview,
    ContactBudget,
    ResidentsReserve,
    PlainWords,
)
"""In the order of the numbered rules that they carry, and those that carry none."""

_BROUGHT = tuple(limit() for limit in LIMITS)


@hookimpl
def xiangyue_limits() -> Sequence[Limit]:
    """Bring the limits of this package."""
    return _BROUGHT
