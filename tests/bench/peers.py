"""Other state machines doing a governed command's bare minimum: a transition and its row.

Each transition changes the state of a stored object and writes one log row, in one transaction, on
SQLite with the same pragmas as ours. Nothing is checked, scored, chained or explained.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.db import connections, models, transaction
from sqlalchemy import make_url

PRAGMAS = "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;"


SQLITE, POSTGRESQL = "default", "postgresql"


def set_up(folder: Path, url: str | None) -> None:
    """Configure Django for a database file, and for a PostgreSQL database where there is one."""
    databases: dict[str, Any] = {
        SQLITE: {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": folder / "peers.db",
            "OPTIONS": {"init_command": PRAGMAS, "transaction_mode": "IMMEDIATE"},
        }
    }
    if url is not None:
        at = make_url(url)
        databases[POSTGRESQL] = {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": at.database,
            "USER": at.username,
            "HOST": at.host,
            "PORT": at.port,
            "CONN_MAX_AGE": None,
        }
    settings.configure(
        DATABASES=databases,
        INSTALLED_APPS=[],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        USE_TZ=True,
    )
    django.setup()


def django_fsm(using: str = SQLITE) -> Callable[[], None]:
    """Return one transition of django-fsm-2, saved with its log row."""
    from django_fsm import FSMField
    from django_fsm import transition as moves

    class Job(models.Model):
        """A stored object with two states."""

        state = FSMField(default="one")

        class Meta:
            app_label = f"fsm_{using}"

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
            app_label = f"fsm_{using}"

    with connections[using].schema_editor() as editor:
        editor.create_model(Job)
        editor.create_model(Log)
    key = Job.objects.using(using).create().pk

    def command() -> None:
        with transaction.atomic(using=using):
            job = Job.objects.using(using).get(pk=key)
            name = "go" if job.state == "one" else "back"
            getattr(job, name)()
            job.save()
            Log.objects.using(using).create(job=job, name=name)

    return command


def viewflow_fsm(using: str = SQLITE) -> Callable[[], None]:
    """Return one transition of viewflow's fsm, saved with its log row."""
    from viewflow import fsm

    class Work(models.Model):
        """A stored object with two states."""

        state = models.TextField(default="one")

        class Meta:
            app_label = f"viewflow_{using}"

    class Log(models.Model):
        """One row a transition."""

        job = models.ForeignKey(Work, on_delete=models.CASCADE)
        name = models.TextField()

        class Meta:
            app_label = f"viewflow_{using}"

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

    with connections[using].schema_editor() as editor:
        editor.create_model(Work)
        editor.create_model(Log)
    key = Work.objects.using(using).create().pk

    def command() -> None:
        with transaction.atomic(using=using):
            job = Work.objects.using(using).get(pk=key)
            name = "go" if job.state == "one" else "back"
            getattr(Flow(job), name)()
            job.save()
            Log.objects.using(using).create(job=job, name=name)

    return command
