"""The part of the face that brings needs and resources together."""

from __future__ import annotations

from xiangyue.errors import Misuse
from xiangyue.reach.listing import Listed, listed
from xiangyue.reach.notices import Notice, notices
from xiangyue.storage import Store
from xiangyue.time.moments import Moment, micros
from xiangyue.work import matching
from xiangyue.work.named import known_head
from xiangyue.work.plans import Plans


class Matchmaking:
    """Matches what is needed with what is offered, in one community."""

    _store: Store
    _plans: Plans

    def match(
        self,
        community: str,
        *,
        by: str | None = None,
        propose: bool = False,
        stale: bool = False,
        now: Moment = None,
    ) -> matching.Matches:
        """Match all open needs with all that is free, the best way there is, and say why.

        What the profile's section ``matching`` names is read in one state. With ``propose`` a task
        is opened for each match, by the member ``by``; a limit or a rule may refuse it. They are
        opened all in one transaction; called again it proposes what is still open, and nothing
        twice. What is past its verification is listed, and offered only if ``stale`` says so.

        Raises Misuse where the profile matches nothing, the extra ``match`` is missing or nobody
        proposes, and Conflict where the community is too busy to propose anything.
        """
        if not propose:
            with self._store.read() as reader:
                return matching.match(reader, self._plans, community, micros(now), stale=stale)
        if by is None:
            raise Misuse("match-by")
        return matching.propose(self._store, self._plans, community, by, now, stale=stale)

    def published(self, community: str, name: str, *, now: Moment = None) -> Listed:
        """Return a list that hangs out, as the profile's section ``lists`` says it.

        On it stands what was published of each open task, as it is now; nothing personal, and
        nobody's name without their consent. Raises Misuse for what does not exist.
        """
        with self._store.read() as reader:
            head = known_head(reader.situation(community, None, None).head, community)
            plan = self._plans.in_force(reader, head.at(micros(now)), community)
            return listed(reader, plan, community, name)

    def notices(self, community: str, *, now: Moment = None) -> tuple[Notice, ...]:
        """Return what hangs on the notice board now, the newest first: nothing personal."""
        at = micros(now)
        with self._store.read() as reader:
            head = known_head(reader.situation(community, None, None).head, community).at(at)
            plan = self._plans.in_force(reader, head, community)
            return notices(reader, plan, community, head.seq, at)
