//! What the summary of a batch says in Chinese.

/// Sorted by pattern.
pub(super) static PATTERNS: &[(&str, &str)] = &[
    ("The studies that need most attention first", "最需关注的研究在前"),
    ("accepted", "已接受"),
    ("checks", "核对"),
    ("failed: {}", "失败：{}"),
    ("files", "文件"),
    ("findings", "疑点"),
    ("nothing to report", "无需报告"),
    ("result", "结果"),
    ("study", "研究"),
    ("{} checks: {}", "{} 项核对：{}"),
    (
        "{} studies: {} without findings, {} with findings, {} failed",
        "{} 项研究：{} 项无疑点，{} 项有疑点，{} 项失败",
    ),
];
