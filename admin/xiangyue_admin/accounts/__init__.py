"""Who may sign in, what they may do where, sessions, tokens and one-time links."""

from xiangyue_admin.accounts.accounts import Accounts
from xiangyue_admin.accounts.secrets import TOKEN_PREFIX, Busy
from xiangyue_admin.accounts.values import EVERYWHERE, POWERS, Account, Grant, Power, Token

__all__ = [
    "EVERYWHERE",
    "POWERS",
    "TOKEN_PREFIX",
    "Account",
    "Accounts",
    "Busy",
    "Grant",
    "Power",
    "Token",
]
