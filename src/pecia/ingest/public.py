"""The door of `ingest`: uploads, folders, the pipeline's state and its sweep."""

from __future__ import annotations

from pecia.ingest.accepting import EXTENSIONS
from pecia.ingest.checking import check
from pecia.ingest.errors import NoSuchUpload, UploadRefused
from pecia.ingest.figures import StepFigures, step_figures
from pecia.ingest.folders import Terms, files_below, import_file, take_dropped
from pecia.ingest.jobs import dead_jobs, queue_length, runs_of
from pecia.ingest.models import IngestJob, JobState, StepRun, Upload, UploadState
from pecia.ingest.pipeline import Step, advance, register, steps
from pecia.ingest.queueing import retry
from pecia.ingest.rebuilding import rebuild
from pecia.ingest.steps.engine import engine
from pecia.ingest.steps.engine import forget as forget_engine
from pecia.ingest.steps.engine import use as use_engine
from pecia.ingest.sweep import daily, sweep
from pecia.ingest.uploads import (
    append,
    begin_upload,
    bytes_of,
    expires_at,
    finish,
    get_upload,
    remove,
    uploads_of,
)

__all__ = [
    "EXTENSIONS",
    "IngestJob",
    "JobState",
    "NoSuchUpload",
    "Step",
    "StepFigures",
    "StepRun",
    "Terms",
    "Upload",
    "UploadRefused",
    "UploadState",
    "advance",
    "append",
    "begin_upload",
    "bytes_of",
    "check",
    "daily",
    "dead_jobs",
    "engine",
    "expires_at",
    "files_below",
    "finish",
    "forget_engine",
    "get_upload",
    "import_file",
    "queue_length",
    "rebuild",
    "register",
    "remove",
    "retry",
    "runs_of",
    "step_figures",
    "steps",
    "sweep",
    "take_dropped",
    "uploads_of",
    "use_engine",
]
