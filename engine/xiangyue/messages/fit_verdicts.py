"""What ``fit`` says of a community in one sentence: which type, which mix, or none."""

from __future__ import annotations

from xiangyue.messages.message import Message

MESSAGES = {
    "fit-says-clear": Message(
        "{first} fits best: govern by it, or build on it, extends: [{extends}].",
        "最适合{first}：可直接采用，或继承后调整（extends: [{extends}]）。",
    ),
    "fit-says-same": Message(
        "{first} fits best, and governs already.", "最适合{first}，即现用方案。"
    ),
    "fit-says-mixed": Message(
        "{first} and {second} fit nearly alike: govern by {mix}, which mixes both, or build on it.",
        "{first}与{second}适合程度接近：可采用两者的混合方案 {mix}，或继承后调整。",
    ),
    "fit-says-same-mix": Message(
        "{first} and {second} fit nearly alike; {mix}, which mixes both, governs already.",
        "{first}与{second}适合程度接近，现用方案 {mix} 即两者的混合方案。",
    ),
    "fit-says-undecided": Message(
        "{first} and {second} fit nearly alike, and no profile mixes them. In one that says extends:"
        " [{extends}], xiangyue profile lint names each place in which people decide what holds.",
        "{first}与{second}适合程度接近，尚无混合方案。新建方案并写（extends: [{extends}]），由人决定"
        " xiangyue profile lint 逐一指出的冲突。",
    ),
    "fit-says-weak": Message(
        "No type fits well; begin with base and add what is needed.",
        "没有合适的类型；可从 base 开始，按需增加。",
    ),
    "fit-says-thin": Message(
        "Less than half of what tells the best type is known: take it as a first guess.",
        "判断所需指标已知不足一半，仅供参考。",
    ),
    "fit-says-none": Message("Nothing that tells a type is known.", "没有可用于判断类型的指标。"),
}
