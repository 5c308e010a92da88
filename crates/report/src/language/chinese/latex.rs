//! What tables for papers say in Chinese.

/// Every pattern once.
pub(super) static PATTERNS: &[(&str, &str)] = &[
    ("Statements in the text, and what they should say", "正文中的陈述及其应为的内容"),
    ("accepted: {}", "已接受：{}"),
    ("as published: {}", "原文：{}"),
    ("could not be decided", "无法判定"),
    (
        "{}, as printed; in italics as recomputed where it differs",
        "{}（原文所载；不一致处以斜体列出重算值）",
    ),
    ("{}, with the most probable source errors put right", "{}（最可能的源错误已更正）"),
];
