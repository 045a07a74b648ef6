"""The API: what the engine's face offers, over HTTP, for programs that hold a token."""

from xiangyue_admin.api.blueprint import api_blueprint, api_of
from xiangyue_admin.api.callers import SCOPES, Caller, Callers
from xiangyue_admin.settings import ApiSettings

__all__ = ["SCOPES", "ApiSettings", "Caller", "Callers", "api_blueprint", "api_of"]
