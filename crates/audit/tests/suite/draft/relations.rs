//! Which relations are drafted from small tables, and for which rows.

use super::drafted;

/// The drafted rules of a table in CSV: targets, formula, and rows where not all are governed.
fn rules(table: &str) -> Vec<String> {
    let mut lines =
        table.lines().map(|line| line.split(',').map(str::to_owned).collect::<Vec<String>>());
    let header = lines.next().expect("a header");
    let (_, found) = drafted(&header, &lines.collect::<Vec<_>>());
    let rules = found.rules.iter().map(|rule| {
        let targets = rule.targets.join(", ");
        let rows = rule.rows.as_ref().map(|rows| format!(" ({rows})")).unwrap_or_default();
        format!("{targets} = {}{rows}", rule.formula)
    });
    rules.collect()
}

fn drafts(table: &str, expected: &[&str]) {
    assert_eq!(rules(table), expected, "{table}");
}

#[test]
fn a_row_of_means_is_the_mean_of_the_rows_above() {
    drafts(
        "Plot,Wheat,Barley,Oats\nA,4127,3390,2741\nB,3862,3517,2988\nC,4530,2964,3105\n\
         Mean,4173,3290,2945",
        &[r#"t.wheat["Mean"], t.barley["Mean"], t.oats["Mean"] = mean(self["A".."C"])"#],
    );
}

#[test]
fn a_quotient_and_a_change_may_be_fractions() {
    drafts(
        "Town,Beds,Nurses,Nurses per bed\nAlder,431,1207,2.800\nBirch,287,913,3.181\n\
         Cedar,655,1488,2.272\nElm,198,641,3.237\nFir,523,1790,3.423",
        &["t.nurses_bed = nurses / beds"],
    );
    drafts(
        "Town,Before,After,Relative\nAlder,4310,5207,0.2081\nBirch,2871,2413,-0.1595\n\
         Cedar,6552,7488,0.1429\nElm,1985,2641,0.3305\nFir,5233,4790,-0.0847",
        &["t.relative = after / before - 1"],
    );
}

#[test]
fn subtotals_are_sums_of_their_groups_and_the_total_is_their_sum() {
    drafts(
        "Area,Men,Women\nNorth,3041,3214\nCoast,1204,1311\nHills,1837,1903\nSouth,5120,5007\n\
         Plain,2216,2087\nDelta,1907,1930\nIslands,997,990\nCountry,8161,8221",
        &[
            r#"t.men["North"], t.women["North"] = self["Coast"] + self["Hills"]"#,
            r#"t.men["South"], t.women["South"] = sum(self["Plain".."Islands"])"#,
            r#"t.men["Country"], t.women["Country"] = self["North"] + self["South"]"#,
        ],
    );
}

#[test]
fn a_row_of_medians_among_counts_is_left_out() {
    drafts(
        "Ward,Day,Night,Both\nA,417,208,625\nB,362,191,553\nC,518,274,792\nD,295,147,442\n\
         E,604,333,937\nMedian age,47,52,49",
        &["t.both = day + night (t where line != 7)"],
    );
}

/// A table whose last column is the sum of the two before, but for one row.
fn wards(part: &str, total: &str) -> String {
    format!(
        "Ward,Day,Night,Both\nA,417,208,625\nB,362,{part},{total}\nC,518,274,792\n\
         D,295,147,442\nE,604,333,937"
    )
}

#[test]
fn a_misprint_does_not_take_its_row_out_of_the_rule() {
    for (part, total) in [("191", "553"), ("911", "553"), ("191", "355"), ("191", "53")] {
        drafts(&wards(part, total), &["t.both = day + night"]);
    }
    drafts(&wards("191", "281"), &["t.both = day + night (t where line != 3)"]);
}

#[test]
fn a_total_of_two_columns_may_have_one_misprint() {
    drafts(
        "Cargo,Ships,Tons\nOre,4127,83390\nGrain,3862,63517\nOil,4530,92964\nTotal,12519,239781",
        &[r#"t.ships["Total"], t.tons["Total"] = sum(self["Ore".."Oil"])"#],
    );
}

#[test]
fn blank_parts_of_a_sum_are_left_out() {
    drafts(
        "Ward,Day,Night,Visits,All\nA,417,208,33,658\nB,362,,57,419\nC,518,274,,792\n\
         D,295,147,61,503\nE,604,333,48,985",
        &["t.all = sum(day, night, visits)"],
    );
}

#[test]
fn thousands_that_were_rounded_still_add_up() {
    drafts(
        "Year,Farms,Mills,All\n2015,412.4,207.3,619.8\n2016,433.1,215.8,648.8\n\
         2017,451.7,222.2,674.0\n2018,470.3,230.9,701.2\n2019,488.8,241.4,730.1",
        &["t.all = farms + mills"],
    );
}

#[test]
fn rows_need_no_key() {
    drafts(
        "Men,Women,All\n3041,3214,6255\n1204,1311,2515\n1837,1903,3740\n3041,2950,5991",
        &["t.all = men + women"],
    );
}

#[test]
fn a_total_of_sixty_rows_is_the_sum_of_a_range() {
    let rows: Vec<(u64, u64)> =
        (0..60).map(|n| (1000 + n * n * 7 % 911, 300 + n * 37 % 451)).collect();
    let mut table = "District,Births,Deaths\n".to_owned();
    for (at, (births, deaths)) in rows.iter().enumerate() {
        table += &format!("District {at},{births},{deaths}\n");
    }
    let births: u64 = rows.iter().map(|row| row.0).sum();
    let deaths: u64 = rows.iter().map(|row| row.1).sum();
    drafts(
        &format!("{table}All districts,{births},{deaths}"),
        &[
            r#"t.births["All districts"], t.deaths["All districts"] = sum(self["District 0".."District 59"])"#,
        ],
    );
}

#[test]
fn a_panel_of_percentages_below_counts_is_of_shares_and_keeps_their_sums() {
    drafts(
        "Age,Rent,Own,All\n15-29,812,231,1043\n30-59,1504,2290,3794\n60+,607,1955,2562\n\
         All ages,2923,4476,7399\n15-29 %,27.8,5.2,14.1\n30-59 %,51.5,51.2,51.3\n60+ %,20.8,43.7,34.6",
        &[
            r#"t.rent["All ages"], t.own["All ages"], t.all["All ages"] = sum(self["15-29".."60+"])"#,
            r#"t.rent["15-29 %"], t.own["15-29 %"], t.all["15-29 %"] = share(self["15-29"], self["All ages"])"#,
            r#"t.rent["30-59 %"], t.own["30-59 %"], t.all["30-59 %"] = share(self["30-59"], self["All ages"])"#,
            r#"t.rent["60+ %"], t.own["60+ %"], t.all["60+ %"] = share(self["60+"], self["All ages"])"#,
            "t.all = rent + own (t where line != 6 and line != 7 and line != 8)",
        ],
    );
}

#[test]
fn a_change_may_be_from_the_row_before() {
    drafts(
        "Year,Visitors,Change (%)\n2015,41207,\n2016,43980,6.7\n2017,42115,-4.2\n2018,47301,12.3\n\
         2019,51888,9.7\n2020,20417,-60.7",
        &["t.change = change(prev(visitors), visitors)"],
    );
}
