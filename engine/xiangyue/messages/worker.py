"""What the worker says, and what can be wrong with what is asked of it."""

from __future__ import annotations

from xiangyue.messages.message import Message

MESSAGES = {
    "worker-numbers": Message(
        "A worker's lease, poll or batch is out of range.",
        "工作进程的租期、间隔或批量超出范围。",
        "The lease is above 0 and at most 3600 seconds, the others are above 0.",
        "租期应大于0且不超过3600秒，其余应大于0。",
    ),
    "jobs-numbers": Message(
        "The times for jobs do not fit together.",
        "任务设置的时间不合理。",
        "Each is above 0, and jobs count as stalled after at least three heartbeats.",
        "各项均应大于0；判定失联的时间至少为心跳间隔的3倍。",
    ),
    "jobs-no-channels": Message(
        "A worker that cannot send would take jobs from those that can.",
        "不能发送消息的工作进程会抢走其他进程的任务。",
        "Name the channels with --channels, or leave out --jobs.",
        "请用--channels指定渠道，或去掉--jobs。",
    ),
    "worker-started": Message(
        "The worker is running already.",
        "工作进程已在运行。",
        "Stop it first.",
        "请先停止它。",
    ),
    "redrive-which": Message(
        "It is not clear which messages or timers are meant.",
        "没有说明是哪些消息或期限。",
        "Name the community, and the number or the task and timer as worker dead lists them, or"
        " all.",
        "请写明社区，并按worker dead列出的写法填写编号或任务与期限，或选择全部。",
    ),
    "redrive-none": Message(
        "{community} has no message {number} that was given up.",
        "{community}没有编号为{number}的未送达消息。",
        "Run xiangyue worker dead to see them.",
        "请运行xiangyue worker dead查看。",
    ),
    "redrive-no-timer": Message(
        "{community} has no timer or waiting command {name} that was given up.",
        "{community}没有已放弃的期限或等待中的操作{name}。",
        "Run xiangyue worker dead to see them.",
        "请运行xiangyue worker dead查看。",
    ),
    "worker-done": Message(
        "Worker {name}: fired {fired:,}, failed {failed:,}; sent {sent:,}, not sent {unsent:,},"
        " kept back by limits {withheld:,}; subscribers told {told:,}; taken over {takeovers:,}.",
        "工作进程{name}：到期处理{fired:,}，失败{failed:,}；已发送{sent:,}，未发送{unsent:,}，"
        "因介入限度暂缓或取消{withheld:,}；"
        "已通知订阅方{told:,}；接管{takeovers:,}。",
    ),
    "worker-due": Message(
        "Due: {timers:,} timers, {waiting:,} waiting commands, {errands:,} errands.",
        "已到期：{timers:,}个期限，{waiting:,}条等待中的操作，{errands:,}件转办。",
    ),
    "worker-stuck": Message(
        "Stuck: {overdue:,} have been due for more than an hour.",
        "受阻：{overdue:,}项到期已超过一小时。",
    ),
    "worker-given-up": Message(
        "Given up: {given_up:,}; see xiangyue worker dead.",
        "已放弃：{given_up:,}项，请查看xiangyue worker dead。",
    ),
    "worker-outbox": Message("Messages, {state}: {count:,}.", "消息（{state}）：{count:,}。"),
    "worker-lease": Message("{holder} works on {count:,}.", "{holder}正在处理{count:,}项。"),
    "worker-no-dead": Message("Nothing was given up.", "没有已放弃的事项。"),
    "worker-dead": Message(
        "{community} {seq}.{n}: {kind} for {recipient}, tried {attempts} times. {why}",
        "{community} {seq}.{n}：{kind}，发给{recipient}，已试{attempts}次。{why}",
    ),
    "worker-dead-timer": Message(
        "{community} {task} {timer}: a timer, due {due}, tried {attempts} times. {why}",
        "{community} {task} {timer}：期限，到期{due}，已试{attempts}次。{why}",
    ),
    "worker-dead-command": Message(
        "{community} {seq}: a waiting command, due {due}, tried {attempts} times. {why}",
        "{community} {seq}：等待中的操作，到期{due}，已试{attempts}次。{why}",
    ),
    "worker-dead-errand": Message(
        "{community} {seq}.{n}: an errand of task {task}, due {due}, tried {attempts} times. {why}",
        "{community} {seq}.{n}：任务{task}的转办，到期{due}，已试{attempts}次。{why}",
    ),
    "worker-kind-message": Message("a message", "消息"),
    "worker-kind-ask": Message("a call-out", "动员"),
    "worker-kind-collect": Message("a question", "信息采集"),
    "worker-kind-publish": Message("a public notice", "公示"),
    "worker-redriven": Message("{count:,} will be tried again.", "{count:,}项将重新处理。"),
}
