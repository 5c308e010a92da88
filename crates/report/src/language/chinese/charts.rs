//! What charts say.

/// Every pattern once.
pub(in crate::language) static PATTERNS: &[(&str, &str)] = &[
    ("Source: {}. Figures as printed.", "来源：{}。数字按原文刊印。"),
    ("Source: {}. The most probable source errors put right.", "来源：{}。最可能的源错误已更正。"),
    ("{}: {} in {}", "{0}：{2} 年为 {1}"),
    ("{} fell {} from {} to {}", "{0}：{2} 至 {3} 年下降 {1}"),
    ("{} rose {} from {} to {}", "{0}：{2} 至 {3} 年上升 {1}"),
    ("{} did not change from {} to {}", "{0}：{1} 至 {2} 年没有变化"),
    ("By category; the printed totals are the sums of the parts", "按类别；刊印的合计等于各部分之和"),
    ("By category; the parts of {} add up to {}, and {} is printed", "按类别；{0} 年各部分之和为 {1}，刊印的是 {2}"),
    ("By category; {} printed totals are not the sums of their parts", "按类别；有 {} 个刊印的合计不等于各部分之和"),
    ("Stacked bars of {} by period: {}. {}.", "{0}分期堆积柱：{1}。{2}。"),
];
