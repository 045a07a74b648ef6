"""Participation."""

from __future__ import annotations

from xiangyue.messages.message import Message

MESSAGES: dict[str, Message] = {
    "participation-head-what": Message("What", "指标"),
    "participation-head-share": Message("Share", "比例"),
    "participation-head-count": Message("Count", "数量"),
    "participation-head-total": Message("Of", "总数"),
    "participation-household": Message("Households reached", "覆盖户数"),
    "participation-person": Message("Residents reached", "覆盖人数"),
    "participation-new-participant-share": Message("Took part for the first time", "新参与者"),
    "participation-same-few-share": Message(
        "Done by the five who did most", "参与最多的五人所占份额"
    ),
    "participation-bottom-up-share": Message("Matters raised by residents", "居民发起的事项"),
    "participation-offline-service-share": Message(
        "Done without a device by residents", "居民线下办理"
    ),
    "participation-how": Message(
        "Reached: took part, or was spoken with; a message does not count. Staff, organizations and"
        " the engine are left out. Nobody is named. Project defaults.",
        "覆盖指参与办事或当面、电话联系过，仅发消息不算。不含工作人员、组织和系统，不列个人。"
        "均为项目默认口径。",
    ),
    "participation-points": Message(
        "Of the points of “{account}” the tenth with most has earned {share}.",
        "账户“{account}”的积分中，得分最多的一成占 {share}。",
    ),
    "participation-few": Message(
        "– stands where there are fewer than {least}: too few for a share.",
        "“–”表示不足 {least}，数量太少，不计算比例。",
    ),
    "participation-same-few": Message(
        "The same five people do more than half: invite somebody new before asking them again.",
        "一半以上的事由同样的五个人承担：请先邀请新人，再找他们。",
    ),
}
