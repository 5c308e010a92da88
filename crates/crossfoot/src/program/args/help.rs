//! The help of every command: examples first, then options, then what else to know.

use clap::{Command, CommandFactory};

use super::Args;

/// The examples of a command come before its options.
const TEMPLATE: &str = "{about-with-newline}
{before-help}{usage-heading} {usage}

{all-args}{after-help}";

/// What the help of a command says besides its options.
struct Help {
    command: &'static str,
    examples: &'static str,
    notes: &'static str,
}

/// The command line, as it is parsed and shown.
pub(crate) fn command() -> Command {
    let program = Args::command().help_template(TEMPLATE).before_help(FIRST).after_help(NOTES);
    HELP.iter().fold(program, |program, help| {
        program.mut_subcommand(help.command, |command| {
            let command = command
                .help_template(TEMPLATE)
                .before_help(format!("Examples:\n{}", help.examples));
            if help.notes.is_empty() { command } else { command.after_help(help.notes) }
        })
    })
}

const FIRST: &str = "Examples:
  crossfoot audit article.xml          audit an article or a table, with nothing prepared
  crossfoot check mine                 check the study in the folder mine
  crossfoot explain sum-mismatch       explain a finding";

const NOTES: &str = "A study is a folder with a study.toml. Without a study, commands take the nearest study.toml in this
folder or above.";

const HELP: &[Help] = &[
    Help {
        command: "audit",
        examples: "  crossfoot audit article.xml                        show what was found
  crossfoot audit paper.docx --out data/paper        write the study, for a person to complete
  crossfoot audit page.html --format json > it.json  every numeral with what it states",
        notes: "Reads JATS XML, HTML, DOCX, Markdown, text as copied from a page, and every format of tables that
`new` reads. Writes nothing without --out. A numeral is bound to a formula if the words around it
and its value leave no doubt; the others are listed.
Exit codes: 0 no findings, 1 findings, 2 could not run",
    },
    Help {
        command: "check",
        examples: "  crossfoot check                                  check the study in this folder
  crossfoot check data/*                           check several studies
  crossfoot check mine --format json > audit.json  write every check as JSON
  crossfoot check mine --basis corrected           check again with the root causes corrected
  crossfoot check mine --article paper.xml         compare the claims and numerals with the text
  crossfoot check data/* --format sarif            mark findings at their cells, for code scanning
  crossfoot check mine --write-baseline known.txt  note all findings as known
  crossfoot check mine --baseline known.txt        fail only if there are others",
        notes: "Exit codes: 0 no findings, 1 findings, 2 could not run",
    },
    Help {
        command: "batch",
        examples: "  crossfoot batch data --out audits                    check every study below data
  crossfoot batch data --out audits --changed          build only studies that changed
  crossfoot batch 2024 2025 --out site --report html   write full reports and an index.html
  crossfoot batch articles --out audits                audit every article below a folder
  crossfoot batch data --out audits --part 2/7         do the second of seven parts, on any machine
  crossfoot batch data --out audits --merge            join the parts to what one run would write",
        notes: "Writes audit.json and audit.md for each study, summary.md, index.html, summary.json and a table of
all rules. A study that fails, or needs more memory or time than the limits allow, does not stop the
others: its error.txt and the summary say why.
--changed also resumes an interrupted run.
A folder without studies is one of articles (.xml, .html, .docx, .md, .txt): each is audited as by
`crossfoot audit`, with article.json and article.md, and the summary lists all their findings.
Exit codes, the highest of all studies: 0 no findings, 1 findings, 2 could not run",
    },
    Help {
        command: "claims",
        examples: "  crossfoot claims mine --from paper.xml                 show what the lists have and lack
  crossfoot claims mine --from paper.md --format json    the same for programs: crossfoot.claims/1",
        notes: "Reads every format that `audit` reads. Writes nothing: copy the rows that you want to keep.
Exit codes: 0 done, 2 could not run",
    },
    Help {
        command: "reproduce",
        examples: "  crossfoot reproduce mine                              show every table and claim
  crossfoot reproduce mine --basis corrected            show the corrected tables and every change
  crossfoot reproduce mine --format markdown > mine.md  write Markdown
  crossfoot reproduce mine --format latex > tables.tex  set tables for a paper, with notes on findings",
        notes: "",
    },
    Help {
        command: "explain",
        examples: "  crossfoot explain                                list all codes and causes
  crossfoot explain sum-mismatch                   explain a code
  crossfoot explain root-causes                    explain how root causes are found
  crossfoot explain 'licences.total[2023]'         show everything about a cell
  crossfoot explain claim:decline-text             show everything about a claim
  crossfoot explain licences.total --study mine    show everything about a column, a table or a rule",
        notes: "",
    },
    Help {
        command: "localise",
        examples: "  crossfoot localise mine                                   list all smallest sets, with a proof
  crossfoot localise mine --fix licences.year               treat a column as correct
  crossfoot localise mine --weight 't.total[2023]=3'        trust one figure more than others
  crossfoot localise mine --weight t.total=2 --format json  weight a column; write the proof as JSON",
        notes: "Error localisation after Fellegi and Holt (1976), in exact arithmetic.
Exit codes: 0 done, 2 could not run",
    },
    Help {
        command: "export",
        examples: "  crossfoot export mine --format datapackage --out package  Data Package with schemas, sources, rules
  crossfoot export mine --format xlsx --out .               mine.xlsx, findings as notes and colours
  crossfoot export mine --format csvw --out web             CSV on the Web",
        notes: "CSV files hold every cell as it is. With --safe-cells, cells that start with =, +, - or @ and are not
numbers get an apostrophe.",
    },
    Help {
        command: "stats",
        examples: "  crossfoot stats mine                             effect sizes, intervals and p-values
  crossfoot stats mine --base 2022 --level 90      indices relative to 2022, intervals of 90 %
  crossfoot stats mine --basis corrected           analyse the corrected figures
  crossfoot stats mine --format csv > stats.csv    write all estimates as rows",
        notes: "If something cannot be estimated, the output gives the reason.",
    },
    Help {
        command: "add",
        examples: "  crossfoot add data/mine 2025.xlsx --release 2025 --dry-run      preview the changes
  crossfoot add data/mine 2025.xlsx --release 2025                preview and write them
  crossfoot add data/mine a.csv --release 2025-10 --map '件数=projects' --map '备注='",
        notes: "Reads CSV, TSV, XLSX, XLS, ODS, DOCX, HTML, JATS, Markdown and tables pasted from a PDF. Headings
are matched by name and meaning in English and Chinese, and by the rules that their figures satisfy.
The output gives the reason for each match. Earlier releases are kept: `crossfoot revisions` shows
them. Exit codes: 0 added or previewed, 2 failed, and nothing was written",
    },
    Help {
        command: "report",
        examples: "  crossfoot report mine                                  Markdown, in the folder report
  crossfoot report mine --format html                    one self-contained file, to read and to print
  crossfoot report mine --format docx                    what to correct, as a Word document
  crossfoot report mine --format letter --article a.xml  an e-mail to the authors that quotes them
  crossfoot report mine --out zh --lang zh               in Chinese",
        notes: "Page one has what to correct: the place, the reported value, the problem, a proposed correction,
how sure it is, and whether a conclusion changes. With --article it quotes the text.

Exits with 0 even if there are findings; scripts should use `crossfoot check`.",
    },
    Help {
        command: "chart",
        examples: "  crossfoot chart mine                                every chart as SVG, in the folder charts
  crossfoot chart mine --kind stacked --format png    one kind, as PNG of 960 by 600 pixels
  crossfoot chart mine --basis corrected --lang zh    the corrected figures, in Chinese
  crossfoot chart mine --size 480x300 --out figures   narrow charts, for a column of text",
        notes: "The font is included; the same study gives the same files on every machine.",
    },
    Help {
        command: "revisions",
        examples: "  crossfoot revisions mine                         one row per period, one column per release
  crossfoot revisions mine --format json           write every value with its place",
        notes: "",
    },
    Help {
        command: "new",
        examples: "  crossfoot new licences-2025                          start from a small commented example
  crossfoot new licences-2025 --from table1.csv        draft columns, key, rules and series
  crossfoot new yearbook --from *.csv --out yearbook   draft several tables, in another folder
  crossfoot new article --from article.xml             draft the tables and claims of an article
  crossfoot new old --from old.csv --encoding latin1   set an encoding that cannot be detected",
        notes: "Each drafted rule has a comment: in how many rows it holds, how likely that is by chance, and what
the headers suggest. Relations that may hold by chance are listed, not drafted. An article with
prose (JATS XML, HTML, DOCX, Markdown, text) also gives claims.csv, each claim with its sentence,
and numbers.csv. Nothing is overwritten. Exit codes: 0 drafted, 2 failed",
    },
    Help {
        command: "completions",
        examples: "  crossfoot completions bash > ~/.local/share/bash-completion/completions/crossfoot
  crossfoot completions zsh > ~/.zfunc/_crossfoot",
        notes: "",
    },
    Help {
        command: "man",
        examples: "  crossfoot man > crossfoot.1                  the program
  crossfoot man check | man -l -               one command, shown at once",
        notes: "",
    },
    Help {
        command: "schema",
        examples: "  crossfoot schema > study.schema.json
  taplo check --schema file://$PWD/study.schema.json mine/study.toml",
        notes: "Editors complete and check the keys of a study.toml that begins with
`#:schema study.schema.json`.",
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_leads_with_examples_of_itself() {
        command().debug_assert();
        let shown = command();
        let commands = shown.get_subcommands().filter(|command| !command.is_hide_set());
        for name in commands.map(Command::get_name).filter(|name| *name != "help") {
            let help = HELP.iter().find(|help| help.command == name);
            let help = help.unwrap_or_else(|| panic!("{name} has no examples"));
            assert!(help.examples.contains(&format!("  crossfoot {name}")), "{name}");
        }
    }
}
