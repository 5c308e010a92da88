//! What charts say.

/// Sorted by pattern.
pub(super) static PATTERNS: &[(&str, &str)] = &[
    ("Bars of 100 % by category, {} to {}: {}.", "{0} 至 {1} 按类别的百分比柱：{2}。"),
    ("Bars of {} and their rate in {}: {}.", "{0}的数量柱及其占{1}的比率：{2}。"),
    (
        "By category; the parts of {} add up to {}, and {} is printed (line across the bar)",
        "按类别；{0} 各部分之和为 {1}，公布的是 {2}（横线）",
    ),
    (
        "By category; the printed totals are the sums of the parts",
        "按类别；公布的合计等于各部分之和",
    ),
    (
        "By category; {} printed totals (lines across the bars) are not the sums of their parts",
        "按类别；有 {} 个公布的合计（横线）不等于各部分之和",
    ),
    ("By period: how many, and how many in a hundred of {}", "分期：数量，以及每百项“{}”中的数量"),
    (
        "Counts as printed; what is derived from them is recomputed. Source: {}",
        "数量为公布值，其余由其重算。来源：{}",
    ),
    ("Lines from {} = 100 to {}: {}. Events: {}.", "{0} = 100 至 {1} 的折线：{2}。事件：{3}。"),
    ("Most probable source errors put right. Source: {}", "最可能的源错误已更正。来源：{}"),
    ("Rate in percent, with intervals of {}", "比率（%）及 {} 区间"),
    ("Stacked bars of {} by period: {}. {}.", "{0}分期堆积柱：{1}。{2}。"),
    (
        "Waterfall of {} from {} in {} to {} in {}: {}.",
        "{0}由 {1}（{2}）到 {3}（{4}）的瀑布图：{5}。",
    ),
    ("printed total differs", "公布的合计有出入"),
    ("{} by category in {}", "{0}的构成（{1}）"),
    ("{} did not change from {} to {}", "{0}：{1} 至 {2} 没有变化"),
    ("{} fell most, to {} % of {} by {}", "{0}降幅最大：{3} 为 {2} 的 {1} %"),
    ("{} fell {} from {} to {}", "{0}：{2} 至 {3} 下降 {1}"),
    ("{} from {} to {}", "{0}，{1} 至 {2}"),
    ("{} make up {} of the fall from {} to {}", "{0}占 {2} 至 {3} 降幅的 {1}"),
    ("{} make up {} of the rise from {} to {}", "{0}占 {2} 至 {3} 升幅的 {1}"),
    ("{} printed", "公布 {}"),
    ("{} rose most, to {} % of {} by {}", "{0}升幅最大：{3} 为 {2} 的 {1} %"),
    ("{} rose {} from {} to {}", "{0}：{2} 至 {3} 上升 {1}"),
    ("{}, {} = 100", "{0}，{1} = 100"),
    ("{}, {} = 100, with events", "{0}，{1} = 100，附事件"),
    ("{}: how many, and the rate", "{}：数量与比率"),
    ("{}: share down from {} in {} to {} in {}", "{0}：占比由 {1}（{2}）降至 {3}（{4}）"),
    ("{}: share up from {} in {} to {} in {}", "{0}：占比由 {1}（{2}）升至 {3}（{4}）"),
    (
        "{}: shares in the sum of the categories, which stands above each bar",
        "{}：占各类别之和的比重，柱顶为该和",
    ),
    ("{}: the rate fell from {} in {} to {} in {}", "{0}：比率由 {1}（{2}）降至 {3}（{4}）"),
    ("{}: the rate rose from {} in {} to {} in {}", "{0}：比率由 {1}（{2}）升至 {3}（{4}）"),
    ("{}: the rate was {} in {} as in {}", "{0}：{2} 与 {3} 的比率同为 {1}"),
    (
        "{}: totals, and what each category added or took away from one period to the next",
        "{}：合计，以及各类别逐期的增减",
    ),
    ("{}: what changed from {} to {}", "{0}：{1} 至 {2} 的变化"),
    ("{}: {} from {} to {}, and {} in all", "{0}：{2} 至 {3} 为 {1}，合计 {4}"),
    ("{}: {} in {}", "{0}：{1}（{2}）"),
    ("{}; no index for what starts from zero: {}", "{0}；起点为零者没有指数：{1}"),
];
