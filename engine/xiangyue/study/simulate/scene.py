"""What all in a run share: the community's world, its people, the clock, what is counted."""

from __future__ import annotations

from dataclasses import dataclass

from xiangyue.profile import Profile
from xiangyue.study.serving import Serving
from xiangyue.study.simulate.agenda import Agenda
from xiangyue.study.simulate.crowd import Crowd
from xiangyue.study.simulate.model import Model
from xiangyue.study.simulate.streams import Streams
from xiangyue.study.simulate.tally import Tally
from xiangyue.study.simulate.village import Population, Village
from xiangyue.study.simulate.weather import Weather
from xiangyue.work.plans import Plans


@dataclass(frozen=True, slots=True)
class Scene:
    """One community under a profile, from a moment to another (microseconds)."""

    profile: Profile
    plans: Plans
    model: Model
    streams: Streams
    weather: Weather
    agenda: Agenda
    crowd: Crowd
    world: Village
    people: Population
    tally: Tally
    serving: Serving
    begin: int
    end: int
