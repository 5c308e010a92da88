//! What the README shows is what the program prints.

use crossfoot_testing::root;

use crate::run::run;

/// The lines of each sample stand in the real output of its command, in order; `…` stands for lines
/// left out.
#[test]
fn its_sample_output_is_real() {
    let readme = std::fs::read_to_string(root().join("README.md")).expect("README.md is there");
    let samples: Vec<&str> =
        readme.split("```text\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    let commands = ["check", "stats"];
    assert_eq!(samples.len(), commands.len(), "one sample for each of {commands:?}");
    for (sample, command) in samples.into_iter().zip(commands) {
        let printed = run(&[command]).stdout;
        let mut rest = printed.lines();
        let shown = sample.lines().filter(|line| !line.is_empty() && line.trim() != "…");
        let mut count = 0;
        for line in shown {
            assert!(
                rest.any(|real| real == line),
                "`{command}` does not print this line, or not here: {line}"
            );
            count += 1;
        }
        assert!(count > 10, "the sample of `{command}` is empty");
    }
}

/// Its study in TOML loads with the table that it describes.
#[test]
fn its_study_works() {
    let readme = std::fs::read_to_string(root().join("README.md")).expect("README.md is there");
    let manifest = readme
        .split("```toml\n")
        .nth(1)
        .and_then(|rest| rest.split("```").next())
        .expect("a block with a study");
    let folder = std::env::temp_dir().join(format!("crossfoot-readme-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a temporary folder");
    std::fs::write(folder.join("study.toml"), manifest).expect("the manifest can be written");
    std::fs::write(
        folder.join("patients.csv"),
        "Site,Women n (%),All\nnorth,187 (57.5),325\nsouth,138 (43.3%),319\n",
    )
    .expect("the table can be written");
    let run = run(&["check", folder.to_str().expect("a path in UTF-8")]);
    std::fs::remove_dir_all(&folder).expect("the folder can be removed");
    assert_eq!(run.code, Some(0), "{run:?}");
}
