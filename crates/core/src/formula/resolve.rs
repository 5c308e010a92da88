//! Syntax tree → compiled formula: looks names up and checks that units fit.

mod aggregate;
mod rows;

use super::ast::{Argument, Key, Kind, Node, Reference};
use super::{AggregateKind, Comparison, Expr, Formula, FormulaError, Function, RowRef, Type};
use crate::{Claim, ColumnId, DateSpan, Denominator, Naming, Span, Table, Unit};
use rows::{example_key, find_row};

/// What names mean at the place of a formula.
#[derive(Clone, Copy, Debug)]
pub struct Scope<'a> {
    /// All tables.
    pub tables: &'a [Table],
    /// All claims.
    pub claims: &'a [Claim],
    /// The wholes that were not printed.
    pub denominators: &'a [Denominator],
    /// The table whose row a bare column name belongs to.
    pub row: Option<usize>,
    /// That row, where the rule is about one cell; `None` where it is checked on every row.
    pub at: Option<usize>,
    /// The column that `self` means.
    pub this: Option<ColumnId>,
}

/// Looks up every name of a parsed formula and checks its units.
///
/// # Errors
/// Unknown names (with the name that was probably meant), rows that no table has, a whole column
/// where one value is needed, and values that cannot be added, compared or divided.
pub fn resolve(node: &Node, scope: &Scope<'_>) -> Result<Formula, FormulaError> {
    if let Kind::Call(name, arguments) = &node.kind
        && name == Function::Share.name()
        && let [part, whole] = arguments.as_slice()
        && part.value.kind == Kind::Any
    {
        let (whole, _) = scope.count(&whole.value)?;
        return Ok(Formula {
            expr: Expr::ShareOfSome(Box::new(whole)),
            ty: Type::Number(Some(Unit::Percent)),
        });
    }
    let (expr, ty) = scope.node(node)?;
    Ok(Formula { expr, ty })
}

/// The name of the line on which a row starts, unless a column has it.
const LINE: &str = "line";

type Typed = Result<(Expr, Type), FormulaError>;

impl Scope<'_> {
    fn node(&self, node: &Node) -> Typed {
        match &node.kind {
            Kind::Number(value) => Ok((Expr::Number(value.to_rational()), Type::Number(None))),
            Kind::Text(text) => Ok((Expr::Text(text.clone()), Type::Text)),
            Kind::Any => Err(FormulaError::new(
                node.span,
                "`any` is only allowed in `share(any, whole)`, as the whole formula",
            )),
            Kind::Reference(reference) => self.reference(reference, node.span, RowRef::Current),
            Kind::Call(name, arguments) => self.call(name, arguments, node.span),
            Kind::Sum(parts) => {
                self.chain(parts, "add", |a, b, subtract| a.add(b, subtract), Expr::Sum)
            }
            Kind::Product(parts) => self.chain(
                parts,
                "multiply or divide",
                |a, b, divide| a.multiply(b, divide),
                Expr::Product,
            ),
            Kind::Negate(inner) => {
                let (expr, ty) = self.number(inner)?;
                Ok((Expr::Negate(Box::new(expr)), ty))
            }
            Kind::Compare(first, rest) => self.compare(first, rest),
            Kind::And(parts) => Ok((Expr::And(self.truths(parts)?), Type::Truth)),
            Kind::Or(parts) => Ok((Expr::Or(self.truths(parts)?), Type::Truth)),
            Kind::Not(inner) => Ok((Expr::Not(Box::new(self.truth(inner)?)), Type::Truth)),
        }
    }

    fn number(&self, node: &Node) -> Typed {
        let (expr, ty) = self.node(node)?;
        match ty {
            Type::Number(_) => Ok((expr, ty)),
            other => Err(FormulaError::new(
                node.span,
                format!("a number is needed here, and this is {other}"),
            )),
        }
    }

    fn count(&self, node: &Node) -> Typed {
        let (expr, ty) = self.number(node)?;
        match ty.unify(&Type::Number(Some(Unit::Count))) {
            Some(ty) => Ok((expr, ty)),
            None => Err(FormulaError::new(
                node.span,
                format!("a count is needed here, and this is {ty}"),
            )),
        }
    }

    fn truth(&self, node: &Node) -> Result<Expr, FormulaError> {
        let (expr, ty) = self.node(node)?;
        if ty == Type::Truth {
            return Ok(expr);
        }
        Err(FormulaError::new(node.span, format!("a comparison is needed here, and this is {ty}")))
    }

    fn truths(&self, nodes: &[Node]) -> Result<Vec<Expr>, FormulaError> {
        nodes.iter().map(|node| self.truth(node)).collect()
    }

    fn chain(
        &self,
        parts: &[(bool, Node)],
        verb: &str,
        combine: impl Fn(&Type, &Type, bool) -> Option<Type>,
        build: fn(Vec<(bool, Expr)>) -> Expr,
    ) -> Typed {
        let mut exprs = Vec::with_capacity(parts.len());
        let mut so_far: Option<Type> = None;
        for (inverse, node) in parts {
            let (expr, ty) = self.number(node)?;
            so_far = Some(match so_far {
                None => ty,
                Some(left) => combine(&left, &ty, *inverse).ok_or_else(|| {
                    let error =
                        FormulaError::new(node.span, format!("one cannot {verb} {left} and {ty}"));
                    let percent_of =
                        [&left, &ty].into_iter().any(|ty| *ty == Type::Number(Some(Unit::Percent)));
                    if percent_of && verb.starts_with('m') {
                        error.help("`part(percent, whole)` gives the count that a share stands for")
                    } else {
                        error
                    }
                })?,
            });
            exprs.push((*inverse, expr));
        }
        Ok((build(exprs), so_far.unwrap_or(Type::Number(None))))
    }

    fn compare(&self, first: &Node, rest: &[(Comparison, Node)]) -> Typed {
        let mut values = std::iter::once(first)
            .chain(rest.iter().map(|(_, node)| node))
            .map(|node| self.node(node))
            .collect::<Result<Vec<_>, _>>()?;
        if values.iter().any(|(_, ty)| *ty == Type::Date) {
            values.iter_mut().for_each(year_literal);
        }
        for ((comparison, node), pair) in rest.iter().zip(values.windows(2)) {
            let (left, right) = (&pair[0].1, &pair[1].1);
            if left.unify(right).is_none() {
                return Err(FormulaError::new(
                    node.span,
                    format!("{left} cannot be compared with {right}"),
                ));
            }
            if matches!(right, Type::Text | Type::Truth)
                && !matches!(comparison, Comparison::Equal | Comparison::Unequal)
            {
                return Err(FormulaError::new(
                    node.span,
                    format!("{right} has no order, only `=` and `!=`"),
                ));
            }
        }
        let tail = values.split_off(1);
        let head = values.remove(0).0;
        let tail =
            rest.iter().zip(tail).map(|((comparison, _), (expr, _))| (*comparison, expr)).collect();
        Ok((Expr::Compare(Box::new(head), tail), Type::Truth))
    }

    fn call(&self, name: &str, arguments: &[Argument], span: Span) -> Typed {
        if let Some(kind) = AggregateKind::ALL.into_iter().find(|kind| kind.name() == name)
            && let [argument] = arguments
        {
            return self.aggregate(kind, argument);
        }
        match (name, arguments) {
            ("rank", [argument]) => return self.rank(argument),
            ("prev", [argument]) => return self.previous(argument, 1),
            ("prev", [argument, rows]) => return self.previous(argument, rows_before(rows)?),
            ("date", [Argument { value: Node { kind: Kind::Text(text), span }, .. }]) => {
                let date = DateSpan::read(text).ok_or_else(|| {
                    FormulaError::new(*span, "this is not a date")
                        .expecting("expected `2023`, `2023-07` or `2023-07-01`")
                })?;
                return Ok((Expr::Date(date), Type::Date));
            }
            ("institution", [argument]) => return self.named(Naming::Institution, &argument.value),
            ("group", [argument]) => return self.named(Naming::Group, &argument.value),
            ("denominator", [Argument { value: Node { kind: Kind::Text(id), span }, .. }]) => {
                let found = self.denominators.iter().position(|denominator| denominator.id == *id);
                let known = self.denominators.iter().map(|denominator| denominator.id.as_str());
                let found = found.ok_or_else(|| {
                    FormulaError::new(*span, format!("there is no denominator `{id}`"))
                        .suggest(id, known)
                })?;
                return Ok((Expr::Denominator(found, None), Type::Number(Some(Unit::Count))));
            }
            _ => {}
        }
        let Some(function) = Function::ALL.into_iter().find(|function| function.name() == name)
        else {
            let known = Function::ALL
                .iter()
                .map(|function| function.name())
                .chain(AggregateKind::ALL.iter().map(|kind| kind.name()))
                .chain(["rank", "prev", "date", "denominator", "institution", "group"]);
            let named = Span { len: name.len() as u32, ..span };
            return Err(FormulaError::new(named, format!("there is no function `{name}`"))
                .suggest(name, known));
        };
        let wanted = function.parameters();
        if arguments.len() < wanted.len()
            || !function.is_variadic() && arguments.len() > wanted.len()
        {
            return Err(FormulaError::new(
                span,
                format!("`{name}` takes {} values, not {}", wanted.len(), arguments.len()),
            )
            .expecting(format!("expected {name}({})", wanted.join(", "))));
        }
        if let Some(stray) = arguments.iter().find_map(|argument| {
            argument.filter.as_ref().or(argument.within.as_ref()).or(argument.over.as_ref())
        }) {
            return Err(FormulaError::new(
                stray.span,
                format!(
                    "`{name}` takes values, not rows: `where`, `within` and `over` belong in `sum`, `mean`, `count`, `min`, `max` and `rank`"
                ),
            ));
        }
        self.function(function, arguments, span)
    }

    fn function(&self, function: Function, arguments: &[Argument], span: Span) -> Typed {
        let values = arguments
            .iter()
            .map(|argument| self.node(&argument.value))
            .collect::<Result<Vec<_>, _>>()?;
        let (first, second) = (&values[0].1, values.get(1).map_or(&values[0].1, |value| &value.1));
        let unified = first.unify(second).ok_or_else(|| mismatch(function, span, first, second));
        let percent = Type::Number(Some(Unit::Percent));
        let ty = match function {
            Function::Share | Function::Change => {
                number_type(&unified?, span)?;
                percent
            }
            Function::Points => {
                percent.unify(&unified?).ok_or_else(|| {
                    FormulaError::new(span, "`points` is the difference of two percentages")
                })?;
                Type::Number(Some(Unit::Points))
            }
            Function::Part => {
                percent.unify(first).ok_or_else(|| {
                    FormulaError::new(
                        span,
                        format!("`part` needs a percentage first, and this is {first}"),
                    )
                })?;
                number_type(second, span)?
            }
            Function::Abs | Function::Min | Function::Max | Function::Sum | Function::Mean => {
                let all = values.iter().try_fold(unified?, |ty, value| {
                    ty.unify(&value.1).ok_or_else(|| mismatch(function, span, &ty, &value.1))
                })?;
                number_type(&all, span)?
            }
            Function::Years => {
                if *first != Type::Date || *second != Type::Date {
                    return Err(mismatch(function, span, first, second)
                        .help("`years` counts the calendar years between two dates"));
                }
                Type::Number(Some(Unit::from_name("years")))
            }
        };
        Ok((Expr::Call(function, values.into_iter().map(|value| value.0).collect()), ty))
    }

    fn rank(&self, argument: &Argument) -> Typed {
        let (expr, ty) = self.number(&argument.value)?;
        let Expr::Cell(column, row) = expr else {
            return Err(FormulaError::new(
                argument.value.span,
                format!("`rank` needs a cell, and this is {ty}"),
            ));
        };
        let filter = self.filter(argument, column.table)?.map(Box::new);
        Ok((Expr::Rank(column, row, filter), Type::Number(Some(Unit::Count))))
    }

    fn named(&self, naming: Naming, name: &Node) -> Typed {
        match self.node(name)? {
            (expr, Type::Text) => Ok((Expr::Named(naming, Box::new(expr)), Type::Text)),
            (_, ty) => Err(FormulaError::new(
                name.span,
                format!("`{}` needs a name, and this is {ty}", naming.name()),
            )),
        }
    }

    fn previous(&self, argument: &Argument, rows: usize) -> Typed {
        match &argument.value.kind {
            Kind::Reference(reference) if reference.key.is_none() => {
                self.reference(reference, argument.value.span, RowRef::Before(rows))
            }
            _ => Err(FormulaError::new(
                argument.value.span,
                "`prev` takes a column of the rule's own table",
            )),
        }
    }

    fn reference(&self, reference: &Reference, span: Span, without_key: RowRef) -> Typed {
        if let (Some((table, _)), Some((key, key_span))) = (&reference.table, &reference.key)
            && table == "claims"
        {
            return self.claim(reference, key, *key_span);
        }
        if let (Some(table), true) = (self.row, self.is_line(reference, without_key)) {
            let line = Expr::Line(table, self.fixed(without_key, span)?);
            return Ok((line, Type::Number(Some(Unit::Count))));
        }
        let id = self.column(reference)?;
        let table = &self.tables[id.table];
        let row = match &reference.key {
            Some((key, key_span)) => RowRef::At(find_row(table, key, *key_span)?),
            None if self.row == Some(id.table) => self.fixed(without_key, span)?,
            None => {
                return Err(FormulaError::new(
                    span,
                    format!(
                        "`{}` is a whole column, and one value is needed here",
                        table.columns[id.column].name
                    ),
                )
                .help(format!(
                    "name a row, such as `{}.{}[{}]`",
                    table.id,
                    table.columns[id.column].name,
                    example_key(table)
                )));
            }
        };
        let unit = match row {
            RowRef::At(row) => table.cell_unit(id.column, row).unit,
            RowRef::Current | RowRef::Before(_) => &table.columns[id.column].unit,
        };
        Ok((Expr::Cell(id, row), Type::from_unit(unit)))
    }

    /// The row that a bare name means: of a rule about one cell, that cell's row or the one before.
    fn fixed(&self, row: RowRef, span: Span) -> Result<RowRef, FormulaError> {
        match self.at {
            None => Ok(row),
            Some(at) => match row.resolve(Some(at)) {
                Some(row) => Ok(RowRef::At(row)),
                None if row == RowRef::Before(1) => {
                    Err(FormulaError::new(span, "the first row has no row before it"))
                }
                None => Err(FormulaError::new(span, "the table has no row so far before this one")),
            },
        }
    }

    /// Whether a bare name is the line of the row, and not a column.
    fn is_line(&self, reference: &Reference, row: RowRef) -> bool {
        let bare = reference.table.is_none() && reference.key.is_none() && row == RowRef::Current;
        let known = self.row.and_then(|table| self.tables[table].column(LINE));
        bare && reference.name.0 == LINE && known.is_none()
    }

    fn claim(&self, reference: &Reference, key: &Key, span: Span) -> Typed {
        if reference.name.0 != "published" {
            return Err(FormulaError::new(
                reference.name.1,
                "of a claim only what was printed can be used",
            )
            .expecting("expected `claims.published[\"id\"]`"));
        }
        let Key::Parts(parts) = key else {
            return Err(FormulaError::new(span, "a claim is named by its id"));
        };
        let id = parts.join(", ");
        match self.claims.iter().position(|claim| claim.id == id) {
            Some(claim) => Ok((Expr::Claim(claim), Type::from_unit(&self.claims[claim].unit))),
            None => Err(FormulaError::new(span, format!("there is no claim `{id}`"))
                .suggest(&id, self.claims.iter().map(|claim| claim.id.as_str()))),
        }
    }

    fn column(&self, reference: &Reference) -> Result<ColumnId, FormulaError> {
        let (name, span) = &reference.name;
        if let (None, "self", Some(this)) = (&reference.table, name.as_str(), self.this) {
            return Ok(this);
        }
        let table = match &reference.table {
            Some((table, span)) => {
                self.tables.iter().position(|known| known.id == *table).ok_or_else(|| {
                    FormulaError::new(*span, format!("there is no table `{table}`"))
                        .suggest(table, self.tables.iter().map(|known| known.id.as_str()))
                })?
            }
            None => self.row.ok_or_else(|| {
                FormulaError::new(*span, format!("`{name}` does not say which table it belongs to"))
                    .expecting(format!("expected a table, as in `table.{name}`"))
            })?,
        };
        let known = &self.tables[table];
        let column = known.column(name).ok_or_else(|| {
            let names = known.columns.iter().map(|column| column.name.as_str());
            FormulaError::new(*span, format!("table `{}` has no column `{name}`", known.id))
                .suggest(name, names)
        })?;
        Ok(ColumnId { table, column })
    }
}

/// A bare year among dates is that year.
fn year_literal((expr, ty): &mut (Expr, Type)) {
    if let (Expr::Number(value), Type::Number(None)) = (&*expr, &*ty)
        && let Some(date) = DateSpan::read(&value.to_string())
    {
        (*expr, *ty) = (Expr::Date(date), Type::Date);
    }
}

fn mismatch(function: Function, span: Span, a: &Type, b: &Type) -> FormulaError {
    let name = function.name();
    FormulaError::new(span, format!("`{name}` needs values of one kind, and these are {a} and {b}"))
}

fn number_type(ty: &Type, span: Span) -> Result<Type, FormulaError> {
    match ty {
        Type::Number(_) => Ok(ty.clone()),
        other => {
            Err(FormulaError::new(span, format!("a number is needed here, and this is {other}")))
        }
    }
}

/// How many rows before the own one `prev(column, 12)` means.
fn rows_before(argument: &Argument) -> Result<usize, FormulaError> {
    let rows = match &argument.value.kind {
        Kind::Number(number) => number.to_rational().to_integer(),
        _ => None,
    };
    let rows = rows.and_then(|rows| usize::try_from(rows).ok()).filter(|rows| *rows > 0);
    rows.ok_or_else(|| {
        FormulaError::new(argument.value.span, "`prev` takes a whole number of rows")
            .expecting("expected a number, such as 12 for the same month of the year before")
    })
}
