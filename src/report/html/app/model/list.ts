// The list of alerts: its order, its groups, and which of its lines are in sight.
import { hostOf, type ReportRow, type Severity } from './report.js';
import type { Grouping, Order } from './route.js';

export type ListItem =
  | { readonly kind: 'alert'; readonly row: ReportRow }
  | {
      readonly kind: 'group';
      readonly key: string;
      readonly label: string;
      readonly count: number;
      readonly severity: Severity;
      readonly isOpen: boolean;
    };

export function ordered(rows: readonly ReportRow[], order: Order): readonly ReportRow[] {
  const late = (a: ReportRow, b: ReportRow): number =>
    (b.time ?? 0) - (a.time ?? 0) || a.index - b.index;
  switch (order) {
    case 'newest':
      return rows.toSorted(late);
    case 'oldest':
      return rows.toSorted((a, b) => (a.time ?? 0) - (b.time ?? 0) || a.index - b.index);
    case 'severity':
      return rows.toSorted(
        (a, b) =>
          a.rank - b.rank ||
          b.rule.data.rule.risk_score - a.rule.data.rule.risk_score ||
          late(a, b),
      );
  }
}

/** The lines of the list: `rows` in their order, under headings where they are grouped. */
export function listItems(
  rows: readonly ReportRow[],
  grouping: Grouping,
  closed: ReadonlySet<string>,
): readonly ListItem[] {
  if (grouping === 'none') return rows.map((row) => ({ kind: 'alert', row }));
  const groups = new Map<string, ReportRow[]>();
  for (const row of rows) {
    const key = grouping === 'rule' ? row.rule.data.rule.id : hostOf(row);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return [...groups].flatMap(([key, group]): readonly ListItem[] => {
    const [first] = group;
    if (first === undefined) return [];
    const worst = group.reduce((found, row) => (row.rank < found.rank ? row : found), first);
    const heading: ListItem = {
      kind: 'group',
      key,
      label: grouping === 'rule' ? first.rule.name : key,
      count: group.length,
      severity: worst.rule.severity,
      isOpen: !closed.has(key),
    };
    return closed.has(key)
      ? [heading]
      : [heading, ...group.map((row): ListItem => ({ kind: 'alert', row }))];
  });
}

/** Pixels. */
export const ALERT_HEIGHT = 84;
export const GROUP_HEIGHT = 40;

/** Where each line starts, and last where the list ends. */
export function offsetsOf(items: readonly ListItem[]): Float64Array {
  const offsets = new Float64Array(items.length + 1);
  for (const [index, { kind }] of items.entries()) {
    offsets[index + 1] = (offsets[index] ?? 0) + (kind === 'alert' ? ALERT_HEIGHT : GROUP_HEIGHT);
  }
  return offsets;
}

/** The first line that ends below `y`. */
export function lineAt(offsets: Float64Array, y: number): number {
  let [low, high] = [0, Math.max(0, offsets.length - 2)];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((offsets[middle + 1] ?? 0) > y) high = middle;
    else low = middle + 1;
  }
  return low;
}
