"""Other state machines doing a governed command's bare minimum: a transition and its row.

Each transition changes the state of a stored object and writes one log row, in one transaction on
SQLite with the same pragmas as ours. Nothing is checked, scored, chained or explained.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import django
from django.conf import settings
from django.db import connection, models, transaction

PRAGMAS = "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;"


def set_up(folder: Path) -> None:
    """Configure Django for one database file."""
    settings.configure(
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.sqlite3",
                "NAME": folder / "peers.db",
                "OPTIONS": {"init_command": PRAGMAS, "transaction_mode": "IMMEDIATE"},
            }
        },
        INSTALLED_APPS=[],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        USE_TZ=True,
    )
    django.setup()


def django_fsm() -> Callable[[], None]:
    """Return one transition of django-fsm-2, saved with its log row."""
    from django_fsm import FSMField
    from django_fsm import transition as moves

    class Job(models.Model):
        """A stored object with two states."""

        state = FSMField(default="one")

        class Meta:
            app_label = "fsm"

        @moves(field=state, source="one", target="two")
        def go(self) -> None:
            """Move on."""

        @moves(field=state, source="two", target="one")
        def back(self) -> None:
            """Move back."""

    class Log(models.Model):
        """One row a transition."""

        job = models.ForeignKey(Job, on_delete=models.CASCADE)
        name = models.TextField()

        class Meta:
            app_label = "fsm"

    with connection.schema_editor() as editor:
        editor.create_model(Job)
        editor.create_model(Log)
    key = Job.objects.create().pk

    def command() -> None:
        with transaction.atomic():
            job = Job.objects.get(pk=key)
            name = "go" if job.state == "one" else "back"
            getattr(job, name)()
            job.save()
            Log.objects.create(job=job, name=name)

    return command


def viewflow_fsm() -> Callable[[], None]:
    """Return one transition of viewflow's fsm, saved with its log row."""
    from viewflow import fsm

    class Work(models.Model):
        """A stored object with two states."""

        state = models.TextField(default="one")

        class Meta:
            app_label = "viewflow_peer"

    class Log(models.Model):
        """One row a transition."""

        job = models.ForeignKey(Work, on_delete=models.CASCADE)
        name = models.TextField()

        class Meta:
            app_label = "viewflow_peer"

    class Flow:
        """The two ways between the states."""

        state = fsm.State(("one", "two"), default="one")

        def __init__(self, job: Work) -> None:
            self.job = job

        @state.setter()
        def _set(self, value: str) -> None:
            self.job.state = value

        @state.getter()
        def _get(self) -> str:
            return str(self.job.state)

        @state.transition(source="one", target="two")
        def go(self) -> None:
            """Move on."""

        @state.transition(source="two", target="one")
        def back(self) -> None:
            """Move back."""

    with connection.schema_editor() as editor:
        editor.create_model(Work)
        editor.create_model(Log)
    key = Work.objects.create().pk

    def command() -> None:
        with transaction.atomic():
            job = Work.objects.get(pk=key)
            name = "go" if job.state == "one" else "back"
            getattr(Flow(job), name)()
            job.save()
            Log.objects.create(job=job, name=name)

    return command
