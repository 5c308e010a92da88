//! `generate FOLDER ROWS [SEED]`: writes a study of that many rows.

use std::fs::{File, create_dir_all};
use std::io::{BufWriter, Write};
use std::path::PathBuf;

use anyhow::{Context, Result};
use crossfoot_bench::{write_manifest, write_table};

/// Any number; this one makes the committed figures repeatable.
const SEED: u64 = 20_250_901;

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().context("usage: generate FOLDER ROWS [SEED]")?);
    let rows = arguments
        .next()
        .context("the number of rows is missing")?
        .parse()
        .context("the number of rows is not a number")?;
    let seed = arguments
        .next()
        .map_or(Ok(SEED), |seed| seed.parse())
        .context("the seed is not a number")?;
    create_dir_all(&folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    write_manifest(rows, &mut File::create(folder.join("study.toml"))?)?;
    let mut table = BufWriter::new(File::create(folder.join("licences.csv"))?);
    let faults = write_table(rows, seed, &mut table)?;
    table.flush()?;
    writeln!(std::io::stderr(), "{rows} rows, {faults} cells printed wrong")?;
    Ok(())
}
