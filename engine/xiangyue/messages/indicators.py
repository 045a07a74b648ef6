"""What an import of communities' indicators says."""

from __future__ import annotations

from xiangyue.messages.message import Message

MESSAGES = {
    "indicators-not-governed": Message(
        "No profile governs “{community}” here, so nothing can be proposed to it.",
        "“{community}”在此未启用治理方案，无法提出建议。",
        "Correct its id, or run `xiangyue profile install PROFILE {community}`.",
        "请更正编号，或运行 xiangyue profile install PROFILE {community}。",
    ),
    "indicators-no-review": Message(
        "The profile “{profile}” of “{community}” has no yearly review of its type.",
        "“{community}”的治理方案“{profile}”没有社区类型年度复核。",
        "Build it on `base`, which has the flow fit_review.",
        "请基于含 fit_review 流程的 base 编写。",
    ),
    "indicators-no-type": Message(
        "The figures of “{community}” speak for no type clearly enough.",
        "“{community}”的指标不足以明确支持任何类型。",
        "`xiangyue fit` says which figures are missing.",
        "可用 xiangyue fit 查看缺少哪些指标。",
    ),
    "indicators-decided": Message(
        "The type of “{community}” was decided in {task}, and these figures are others.",
        "“{community}”的类型已在 {task} 中确定，而这些指标与之不同。",
        "Begin its review anew there, then import once more.",
        "请先在该任务中重新复核，再导入。",
    ),
}
