"""Open311 (GeoReport v2): what residents bring up, through the apps that cities share."""

from xiangyue_admin.open311.blueprint import open311_blueprint, open311_of

__all__ = ["open311_blueprint", "open311_of"]
