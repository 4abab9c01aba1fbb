"""The rules, in the order of their codes. A new rule is one file here and one line below."""

from __future__ import annotations

from ..rule import AnyRule
from .agent_summary_missing import AgentSummaryMissing
from .archived_session import ArchivedSession
from .competing_sessions import CompetingSessions
from .completed_open_work import CompletedOpenWork
from .completed_session import CompletedSession
from .created_changed import CreatedChanged
from .decision_without_adr import DecisionWithoutAdr
from .duplicate_key import DuplicateKey
from .duplicate_stamp import DuplicateStamp
from .filename_created_mismatch import FilenameCreatedMismatch
from .filename_description import FilenameDescription
from .filename_linear_id import FilenameLinearId
from .filename_timestamp import FilenameTimestamp
from .frontmatter_missing import FrontmatterMissing
from .frontmatter_schema import FrontmatterSchema
from .frontmatter_syntax import FrontmatterSyntax
from .frontmatter_unclosed import FrontmatterUnclosed
from .hidden_text import HiddenText
from .last_updated_backwards import LastUpdatedBackwards
from .last_updated_not_bumped import LastUpdatedNotBumped
from .leaked_secret import LeakedSecret
from .linear_mismatch import LinearMismatch
from .log_entry_format import LogEntryFormat
from .log_order import LogOrder
from .merge_conflict import MergeConflict
from .never_updated import NeverUpdated
from .orphaned_reference import OrphanedReference
from .section_duplicate import SectionDuplicate
from .section_empty import SectionEmpty
from .section_missing import SectionMissing
from .section_order import SectionOrder
from .section_placeholder import SectionPlaceholder
from .stale_in_progress import StaleInProgress
from .stale_paused import StalePaused
from .stale_reference import StaleReference
from .status_contradiction import StatusContradiction
from .status_reopened import StatusReopened
from .task_marker import TaskMarker
from .timestamp_order import TimestampOrder
from .timestamp_style import TimestampStyle
from .title_heading import TitleHeading
from .unknown_key import UnknownKey
from .unknown_suppression import UnknownSuppression
from .unreadable_file import UnreadableFile
from .unused_suppression import UnusedSuppression
from .wave_state import WaveState

RULES: tuple[type[AnyRule], ...] = (
    UnreadableFile,
    FrontmatterMissing,
    FrontmatterUnclosed,
    FrontmatterSyntax,
    DuplicateKey,
    UnusedSuppression,
    UnknownSuppression,
    MergeConflict,
    FilenameTimestamp,
    FilenameDescription,
    FilenameLinearId,
    FilenameCreatedMismatch,
    FrontmatterSchema,
    TimestampOrder,
    TimestampStyle,
    LinearMismatch,
    UnknownKey,
    AgentSummaryMissing,
    SectionMissing,
    SectionDuplicate,
    SectionEmpty,
    SectionPlaceholder,
    SectionOrder,
    TitleHeading,
    TaskMarker,
    LogEntryFormat,
    LogOrder,
    WaveState,
    StaleInProgress,
    StalePaused,
    CompletedSession,
    CompletedOpenWork,
    ArchivedSession,
    NeverUpdated,
    DecisionWithoutAdr,
    StatusContradiction,
    LastUpdatedNotBumped,
    CreatedChanged,
    LastUpdatedBackwards,
    StatusReopened,
    OrphanedReference,
    StaleReference,
    CompetingSessions,
    DuplicateStamp,
    HiddenText,
    LeakedSecret,
)
