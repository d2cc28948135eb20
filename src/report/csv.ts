// Comma-separated values: one alert a row, for spreadsheets and for programs that read tables.
// Source: RFC 4180.
import type { Alert } from '../alert/index.js';
import { escapeControl } from '../source/index.js';
import { ALERT_COLUMN_NAMES, ALERT_COLUMNS, type AlertColumn } from './columns.js';
import type { MakeReporter } from './reporter.js';
import { counted, cutText } from './words.js';

/** A cell of Excel holds 32,767 characters, and what it cuts off it does not tell. */
const LONGEST_CELL = 32_000;

/** A header, then a row an alert. `columns`: which, in which order. What was suppressed is in a table that has a column to say so. */
export const csvReport: MakeReporter = ({ columns: chosen, showsSuppressed }) => {
  const columns =
    chosen ??
    ALERT_COLUMN_NAMES.filter((name) => name !== 'suppressed' || showsSuppressed === true);
  const takesSuppressed = columns.includes('suppressed');
  let head = row(columns);
  return {
    alert: (alert) => {
      if (alert.suppressed !== null && !takesSuppressed) return '';
      const text = head + row(columns.map((column) => cellOf(alert, column)));
      head = '';
      return text;
    },
    end: () => head,
  };
};

function cellOf(alert: Alert, column: AlertColumn): string {
  return cellText(ALERT_COLUMNS[column](alert));
}

/**
 * A value as one line that no spreadsheet takes for a formula: an apostrophe before what would start one, the full-width
 * forms included, and whatever a spreadsheet passes over before it. Source: OWASP, "CSV Injection".
 */
function cellText(value: string): string {
  const guard = /^[\s\p{C}]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/u.test(value) ? "'" : '';
  const { kept, left } = cutText(value, LONGEST_CELL);
  // An escape is longer than what it stands for.
  const shown = cutText(guard + escapeControl(kept), LONGEST_CELL);
  const hidden = left + shown.left;
  return hidden === 0 ? shown.kept : `${shown.kept} … ${counted(hidden, 'more character')}`;
}

function row(cells: readonly string[]): string {
  return `${cells.map(quoted).join(',')}\r\n`;
}

function quoted(cell: string): string {
  return /[",;]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
