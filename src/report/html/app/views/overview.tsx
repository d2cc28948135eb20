// The run at a glance: how bad, when, where, by which rules.
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { toggled, type FacetName } from '../model/filter.js';
import { matrixOf } from '../model/matrix.js';
import {
  hostOf,
  SEVERITIES,
  spanOf,
  type Report,
  type ReportRow,
  type Severity,
} from '../model/report.js';
import { counted, grouped } from '../model/words.js';
import type { ViewProps } from './context.js';
import { spanText } from './filter-bar.js';
import { Matrix } from './matrix.js';
import { Timeline } from './timeline.js';

export function OverviewView(props: ViewProps): JSX.Element {
  const { report, route, navigate, rows } = props;
  const { filter } = route;
  const matrix = useMemo(() => matrixOf(report, rows), [report, rows]);
  const show = (facet: FacetName, value: string): void => {
    const chosen: readonly string[] = filter[facet];
    navigate({
      view: 'alerts',
      alert: null,
      filter: chosen.includes(value) ? filter : toggled(filter, facet, value),
    });
  };
  return (
    <main class="overview">
      <Verdict
        {...props}
        onSeverity={(severity) => {
          show('severities', severity);
        }}
      />
      {report.rows.length > 0 && <Timeline {...props} />}
      {(report.rows.length > 0 || (report.run?.covered ?? []).length > 0) && (
        <Matrix
          columns={matrix}
          onChoose={(id) => {
            show('attack', id);
          }}
        />
      )}
      {report.rows.length > 0 && (
        <div class="two">
          <Ranking
            title="Rules"
            entries={ranked(
              rows,
              ({ rule }) => rule.data.rule.id,
              ({ rule }) => rule.name,
            )}
            onChoose={(value) => {
              show('rules', value);
            }}
          />
          <Ranking
            title="Hosts"
            entries={ranked(rows, hostOf, hostOf)}
            onChoose={(value) => {
              show('hosts', value);
            }}
          />
        </div>
      )}
    </main>
  );
}

function Verdict({
  report,
  rows,
  zone,
  onSeverity,
}: ViewProps & { readonly onSeverity: (severity: Severity) => void }): JSX.Element {
  const { run } = report;
  const span = useMemo(() => spanOf(rows), [rows]);
  const summary = run?.summary ?? null;
  const counts = new Map(SEVERITIES.map((severity) => [severity, 0]));
  for (const { rule } of rows) counts.set(rule.severity, (counts.get(rule.severity) ?? 0) + 1);
  const suppressed = summary?.alerts.suppressed.total ?? report.suppressed;
  const hosts = new Set(rows.map(hostOf)).size;
  const rules = new Set(rows.map(({ rule }) => rule.index)).size;
  return (
    <section class="verdict">
      <div class="verdict-words">
        <h1>{headline(report, rows)}</h1>
        <p class="faint">
          {rows.length > 0 && `${counted(rules, 'rule')} on ${counted(hosts, 'host')}. `}
          {span !== null && rows.length > 0 && `${spanText(span, zone)}. `}
          {summary !== null &&
            `${counted(summary.events.read, 'event')} read, ${grouped(summary.rules.run)} of ${counted(summary.rules.loaded, 'rule')} ran. `}
          {suppressed > 0 &&
            `${counted(suppressed, 'more alert')} ${suppressed === 1 ? 'was' : 'were'} suppressed.`}
        </p>
      </div>
      <ul class="tiles">
        {SEVERITIES.map((severity) => {
          const count = counts.get(severity) ?? 0;
          return (
            <li>
              <button
                type="button"
                class={`tile sev-${severity}`}
                disabled={count === 0}
                onClick={() => {
                  onSeverity(severity);
                }}
              >
                <span class="tile-count">{grouped(count)}</span>
                <span class="tile-name">{severity}</span>
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function headline({ reported, run }: Report, rows: readonly ReportRow[]): string {
  if (reported + rows.length === 0)
    return run === null ? 'No alerts in what was written' : 'No alerts';
  if (rows.length === 0) return 'No alerts match the filter';
  const urgent = rows.filter(({ rank }) => rank <= 1).length;
  const alerts = counted(rows.length, 'alert');
  return urgent === 0 || urgent === rows.length
    ? alerts
    : `${alerts}, ${grouped(urgent)} high or critical`;
}

interface RankingEntry {
  readonly value: string;
  readonly label: string;
  readonly count: number;
  readonly severity: Severity;
}

function ranked(
  rows: readonly ReportRow[],
  valueOf: (row: ReportRow) => string,
  labelOfRow: (row: ReportRow) => string,
): readonly RankingEntry[] {
  const groups = new Map<string, { label: string; count: number; rank: number }>();
  for (const row of rows) {
    const value = valueOf(row);
    const group = groups.get(value);
    if (group === undefined)
      groups.set(value, { label: labelOfRow(row), count: 1, rank: row.rank });
    else {
      group.count += 1;
      group.rank = Math.min(group.rank, row.rank);
    }
  }
  return [...groups]
    .sort(([, a], [, b]) => a.rank - b.rank || b.count - a.count || (a.label < b.label ? -1 : 1))
    .map(([value, { label, count, rank }]) => ({
      value,
      label,
      count,
      severity: SEVERITIES[rank] ?? 'low',
    }));
}

/** Entries shown; the filter of the alerts has all. */
const MOST_ENTRIES = 10;

function Ranking({
  title,
  entries,
  onChoose,
}: {
  readonly title: string;
  readonly entries: readonly RankingEntry[];
  readonly onChoose: (value: string) => void;
}): JSX.Element {
  const most = Math.max(1, ...entries.map(({ count }) => count));
  return (
    <section class="card">
      <header class="card-head">
        <h2>{title}</h2>
        <span class="faint">{grouped(entries.length)}</span>
      </header>
      <ul class="ranking">
        {entries.slice(0, MOST_ENTRIES).map(({ value, label, count, severity }) => (
          <li>
            <button
              type="button"
              class={`rank sev-${severity}`}
              onClick={() => {
                onChoose(value);
              }}
            >
              <span class="rank-label" title={label}>
                <span class="sev-dot" title={severity} />
                {label}
              </span>
              <span class="rank-count">{grouped(count)}</span>
              <svg
                class="rank-bar"
                viewBox="0 0 100 4"
                preserveAspectRatio="none"
                aria-hidden="true"
              >
                <rect width="100" height="4" class="rank-track" />
                <rect width={(count / most) * 100} height="4" class="rank-fill" />
              </svg>
            </button>
          </li>
        ))}
      </ul>
      {entries.length > MOST_ENTRIES && (
        <p class="faint card-foot">
          and {grouped(entries.length - MOST_ENTRIES)} more, in the filter of the alerts
        </p>
      )}
    </section>
  );
}
