/** A table of text. Column widths are those of the content; what does not fit the terminal is laid out another way. */
export interface Table {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly string[])[];
  /** A last row under a rule: the total. */
  readonly total?: readonly string[] | undefined;
}

export interface Column {
  readonly title: string;
  readonly align: 'LEFT' | 'RIGHT';
  /** Ids may lose their tail where room is short; a figure is never cut. */
  readonly mayBeCut?: boolean | undefined;
}

const gap = '  ';
const narrowestCut = 10;

/**
 * The table as lines of at most `width` characters: as it is; or with ids cut; or turned, rows as columns, if
 * there are few rows; or in panels one below the other, each beginning with the first column again.
 */
export function layOut(table: Table, width: number): readonly string[] {
  return layOutAlike([table], width).flat();
}

/** Tables of one report, one for each currency: all in the same way, so that the eye finds a figure in the same place. */
export function layOutAlike(tables: readonly Table[], width: number): readonly (readonly string[])[] {
  for (const way of [asItIs, cutToFit, turn]) {
    const laidOut = tables.map((table) => way(table, width));
    if (laidOut.every((table) => fits(table, width))) return laidOut.map(lines);
  }
  return tables.map((table) =>
    panels(table, width).flatMap((panel, index) => (index === 0 ? lines(panel) : ['', ...lines(panel)])),
  );
}

function asItIs(table: Table): Table {
  return table;
}

function allRows({ rows, total }: Table): readonly (readonly string[])[] {
  return total === undefined ? rows : [...rows, total];
}

function widths(table: Table): readonly number[] {
  const rows = allRows(table);
  return table.columns.map(({ title }, index) => Math.max(title.length, ...rows.map((row) => row[index]?.length ?? 0)));
}

function widthOf(table: Table): number {
  const own = widths(table);
  return own.reduce((sum, one) => sum + one, 0) + gap.length * Math.max(0, own.length - 1);
}

function fits(table: Table, width: number): boolean {
  return widthOf(table) <= width;
}

function lines(table: Table): readonly string[] {
  const own = widths(table);
  const line = (cells: readonly string[]): string =>
    table.columns
      .map(({ align }, index) => pad(cells[index] ?? '', own[index] ?? 0, align))
      .join(gap)
      .trimEnd();
  const rule = own
    .map((one) => '-'.repeat(one))
    .join(gap)
    .trimEnd();
  const body = [line(table.columns.map(({ title }) => title)), rule, ...table.rows.map(line)];
  if (table.total === undefined) return body;
  return [...body, ...(table.rows.length === 0 ? [] : [rule]), line(table.total)];
}

function pad(text: string, width: number, align: Column['align']): string {
  return align === 'LEFT' ? text.padEnd(width) : text.padStart(width);
}

function cutToFit(table: Table, width: number): Table {
  const excess = widthOf(table) - width;
  if (excess <= 0) return table;
  const cuttable = table.columns.filter(({ mayBeCut }) => mayBeCut === true).length;
  if (cuttable === 0) return table;
  const own = widths(table);
  const most = table.columns.map(({ mayBeCut }, index) =>
    mayBeCut === true ? Math.max(narrowestCut, (own[index] ?? 0) - Math.ceil(excess / cuttable)) : Infinity,
  );
  const cutRow = (row: readonly string[]) => row.map((cell, index) => cut(cell, most[index] ?? Infinity));
  return { ...table, rows: table.rows.map(cutRow), total: table.total === undefined ? undefined : cutRow(table.total) };
}

function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}

/** Rows become columns; the total, if there is one, the last of them. */
function turn(table: Table): Table {
  const rows = allRows(table);
  const titles = rows.map((row) => row[0] ?? '');
  const columns: readonly Column[] = [
    { title: table.columns[0]?.title ?? '', align: 'LEFT' },
    ...titles.map((title): Column => ({ title, align: 'RIGHT' })),
  ];
  const turned = table.columns.slice(1).map(({ title }, index) => [title, ...rows.map((row) => row[index + 1] ?? '')]);
  return { columns, rows: turned };
}

function panels(table: Table, width: number): readonly Table[] {
  const own = widths(table);
  const first = own[0] ?? 0;
  const groups: number[][] = [];
  let used = Infinity;
  for (let index = 1; index < own.length; index += 1) {
    const needed = gap.length + (own[index] ?? 0);
    if (used + needed > width) {
      groups.push([]);
      used = first;
    }
    groups.at(-1)?.push(index);
    used += needed;
  }
  return groups.map((group) => only(table, [0, ...group]));
}

function only(table: Table, kept: readonly number[]): Table {
  const pick = (cells: readonly string[]) => kept.map((index) => cells[index] ?? '');
  const columns = kept.flatMap((index) => table.columns[index] ?? []);
  return { columns, rows: table.rows.map(pick), total: table.total === undefined ? undefined : pick(table.total) };
}
