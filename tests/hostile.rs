//! Studies and files made to mislead or to harm: their texts never control a terminal, forge a line,
//! or hide a finding.

use std::fs;
use std::path::{Path, PathBuf};

use pulldown_cmark::{Event, Options, Parser};

use crate::run::run;

/// Sequences that terminals obey, and line ends that would start a new line.
const ACTS: &str =
    "\\u001b]0;\\u009d\\u001bP\\u202e\\u007f\\n::error::forged\\r\\nAll 3 checks agree";

/// A study whose texts all hold this, with two wrong sums.
fn study(folder: &Path, acts: &str) -> PathBuf {
    let columns = [("year", "text"), ("a", "count"), ("b", "count"), ("sum", "count")];
    let columns = columns.map(|(name, unit)| {
        format!(
            "[[table.column]]\nheader = \"{name}\"\nname = \"{name}\"\n\
             label = \"{name}{acts}\"\nunit = \"{unit}\"\n"
        )
    });
    let manifest = format!(
        "[study]\nid = \"h\"\ntitle = \"Patients{acts}\"\ncitation = \"Author{acts}\"\n\
         licence = \"None{acts}\"\nlanguage = \"en\"\n[[table]]\nid = \"t\"\nfile = \"t.csv\"\n\
         title = \"Table{acts}\"\nkey = \"year\"\nnotes = [\"Note{acts}\"]\n{}\
         [[rule]]\nid = \"s{acts}\"\nlabel = \"Rule{acts}<img src=x>\"\ntarget = \"t.sum\"\n\
         formula = \"a + b\"\n",
        columns.concat()
    );
    let key = "2022\u{1b}]0;\u{9b}2J\n::error::x\u{202e}";
    let table =
        format!("year,a,b,sum\n2021,10,20,30\n\"{key}\",10,20,35\n\"<img src=x>`|2023\",5,5,11\n");
    fs::create_dir_all(folder).expect("a folder");
    fs::write(folder.join("study.toml"), manifest).expect("a manifest");
    fs::write(folder.join("t.csv"), table).expect("a table");
    let source = "# From\n<script>alert(1)</script> \u{1b}]0;\n\n```\n</details><img src=x>\n";
    fs::write(folder.join("SOURCE.md"), source).expect("a source");
    folder.to_path_buf()
}

/// Fails if a text has a control character that is not made visible.
fn assert_visible(text: &str, what: &str) {
    assert_eq!(text.chars().find(|c| crossfoot_core::is_control(*c)), None, "{what}: {text}");
    assert!(!text.replace("\r\n", "\n").contains('\r'), "{what}: {text}");
    assert_eq!(text.lines().find(|line| is_forged(line)), None, "{what}: {text}");
}

/// Whether a line starts with words that only the program may write there.
fn is_forged(line: &str) -> bool {
    ["All 3 checks agree", "::error::"].iter().any(|start| line.trim_start().starts_with(start))
}

/// The tags in a Markdown text.
fn tags(markdown: &str) -> Vec<String> {
    let events = Parser::new_ext(markdown, Options::ENABLE_TABLES);
    let html = events.filter_map(|event| match event {
        Event::Html(html) | Event::InlineHtml(html) => Some(html.trim().to_owned()),
        _ => None,
    });
    html.collect()
}

#[test]
fn no_text_of_a_study_hides_or_forges_findings() {
    let scratch = tempfile::tempdir().expect("a scratch folder");
    for (size, name) in [(1, "once"), (20, "often"), (400, "long")] {
        let folder = study(&scratch.path().join(name), &ACTS.repeat(size));
        let shown = folder.to_string_lossy();
        for command in ["check", "reproduce", "stats", "explain", "localise", "revisions"] {
            let run = run(&[command, &shown]);
            assert_visible(&(run.stdout + &run.stderr), command);
        }
        for format in ["text", "json", "markdown", "sarif", "github", "junit"] {
            let run = run(&["check", &shown, "--format", format]);
            assert_eq!(run.code, Some(1), "{format}: {}", run.stderr);
            assert_visible(&run.stdout, format);
            assert!(run.stdout.contains("2023"), "{format}: {}", run.stdout);
        }
        for format in ["json", "sarif"] {
            let run = run(&["check", &shown, "--format", format]);
            let json: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
            let texts = json.to_string();
            assert!(texts.contains("\\u001b]0;") || texts.contains('\u{202e}'), "{format}");
        }
        let markdown = run(&["check", &shown, "--format", "markdown"]).stdout;
        assert_eq!(tags(&markdown), [""; 0], "{markdown}");
        let latex = run(&["reproduce", &shown, "--format", "latex"]).stdout;
        assert_visible(&latex, "latex");
    }
}

#[test]
fn nothing_in_a_report_is_a_tag_of_the_study() {
    let scratch = tempfile::tempdir().expect("a scratch folder");
    let folder = study(&scratch.path().join("study"), ACTS);
    let out = scratch.path().join("out");
    for format in ["markdown", "html"] {
        let run = run(&[
            "report",
            &folder.to_string_lossy(),
            "--out",
            &out.to_string_lossy(),
            "--format",
            format,
        ]);
        assert_eq!(run.code, Some(0), "{}", run.stderr);
    }
    for entry in fs::read_dir(&out).expect("the report") {
        let path = entry.expect("a file").path();
        let Ok(text) = fs::read_to_string(&path) else { continue };
        assert_visible(&text, &path.to_string_lossy());
        assert!(!text.contains("<img src=x>") || path.extension() == Some("md".as_ref()));
        if path.extension() == Some("md".as_ref()) {
            let known = ["<br>", "<details>", "</details>", "<summary>"];
            let mut tags = tags(&text).into_iter();
            let foreign = tags.find(|tag| !known.iter().any(|known| tag.starts_with(known)));
            assert_eq!(foreign, None, "{text}");
            let last = if path.ends_with("appendix.md") { "SHA-256" } else { "[appendix.md]" };
            assert!(text.contains(last), "what follows the source is not swallowed: {text}");
        }
    }
}

#[test]
fn messages_about_a_study_show_what_acts() {
    let scratch = tempfile::tempdir().expect("a scratch folder");
    let folder = study(&scratch.path().join("study"), ACTS);
    let table =
        "year,a,b,sum\n2021,1\u{1b}]0;\u{9b}x,20,30\n\"\u{9b}\u{202e}\n::error::\",y\u{2028},2,3\n";
    fs::write(folder.join("t.csv"), table).expect("a table");
    for format in ["text", "github", "junit", "sarif"] {
        let run = run(&["check", &folder.to_string_lossy(), "--format", format]);
        assert_eq!(run.code, Some(2));
        assert_visible(&(run.stdout + &run.stderr), format);
    }
}
