// The alerts: choices of the filter, the list, and the alert that is open.
import type { JSX } from 'preact';
import { useLayoutEffect, useMemo, useState } from 'preact/hooks';
import { copy } from '../parts/basics.js';
import { isFiltered } from '../model/filter.js';
import { listItems, ordered } from '../model/list.js';
import { GROUPINGS, ORDERS, type Grouping, type Order } from '../model/route.js';
import type { ReportRow } from '../model/report.js';
import { counted } from '../model/words.js';
import { Icon } from '../parts/icons.js';
import { AlertList } from './alert-list.js';
import type { ViewProps } from './context.js';
import { Facets } from './facets.js';
import { Story } from './story.js';

const ORDER_NAMES: Readonly<Record<Order, string>> = {
  severity: 'Worst first',
  newest: 'Newest first',
  oldest: 'Oldest first',
};

const GROUPING_NAMES: Readonly<Record<Grouping, string>> = {
  none: 'No groups',
  rule: 'By rule',
  host: 'By host',
};

export function AlertsView(props: ViewProps): JSX.Element {
  const { report, route, navigate, rows, storyOf, zone } = props;
  const { order, grouping } = route;
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [hasFacets, setFacets] = useState(false);
  const sorted = useMemo(() => ordered(rows, order), [rows, order]);
  const items = useMemo(() => listItems(sorted, grouping, closed), [sorted, grouping, closed]);
  const shown = useMemo(
    () => items.flatMap((item) => (item.kind === 'alert' ? [item.row] : [])),
    [items],
  );
  const open = useMemo(() => openRow(report.rows, route.alert), [report, route.alert]);
  const story = useMemo(() => (open === null ? null : storyOf(open.index)), [open, storyOf]);

  const go = (to: number): void => {
    const row = shown[Math.min(Math.max(to, 0), shown.length - 1)];
    if (row !== undefined) navigate({ alert: row.id }, route.alert !== null);
  };
  const at = open === null ? -1 : shown.indexOf(open);
  const onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const { target, key } = event;
    if (target instanceof HTMLInputElement || target instanceof HTMLSelectElement) return;
    const isInList = target instanceof HTMLElement && target.closest('.list') !== null;
    if (key === 'j' || (isInList && key === 'ArrowDown')) go(at + 1);
    else if (key === 'k' || (isInList && key === 'ArrowUp')) go(at === -1 ? 0 : at - 1);
    else if (isInList && key === 'Home') go(0);
    else if (isInList && key === 'End') go(shown.length - 1);
    else if (isInList && key === 'PageDown') go(at + 8);
    else if (isInList && key === 'PageUp') go(at - 8);
    else if (key === 'c' && open !== null) void copy(location.href);
    else return;
    event.preventDefault();
  };
  // Before the page is drawn: no key is lost.
  useLayoutEffect(() => {
    addEventListener('keydown', onKey);
    return () => {
      removeEventListener('keydown', onKey);
    };
  });

  return (
    <main class={`alerts${hasFacets ? ' has-facets' : ''}`}>
      <Facets
        {...props}
        onClose={() => {
          setFacets(false);
        }}
      />
      <section class="list-pane" aria-label="Alerts">
        <div class="list-tools">
          <button
            type="button"
            class="text-button facets-toggle"
            aria-expanded={hasFacets}
            onClick={() => {
              setFacets(!hasFacets);
            }}
          >
            <Icon name="filter" />
            Filter
          </button>
          <span class="list-count">{counted(rows.length, 'alert')}</span>
          <select
            aria-label="Order"
            value={order}
            onChange={({ currentTarget: { value } }) => {
              navigate({ order: ORDERS.find((each) => each === value) ?? order });
            }}
          >
            {ORDERS.map((each) => (
              <option value={each}>{ORDER_NAMES[each]}</option>
            ))}
          </select>
          <select
            aria-label="Groups"
            value={grouping}
            onChange={({ currentTarget: { value } }) => {
              navigate({ grouping: GROUPINGS.find((each) => each === value) ?? grouping });
            }}
          >
            {GROUPINGS.map((each) => (
              <option value={each}>{GROUPING_NAMES[each]}</option>
            ))}
          </select>
        </div>
        {items.length === 0 ? (
          <p class="empty">
            {report.reported === 0 && !isFiltered(route.filter)
              ? 'The run found no alerts.'
              : 'No alert matches the filter.'}
          </p>
        ) : (
          <AlertList
            items={items}
            open={open}
            zone={zone}
            onOpen={({ id }) => {
              navigate({ alert: id }, route.alert !== null);
            }}
            onToggle={(key) => {
              const next = new Set(closed);
              if (!next.delete(key)) next.add(key);
              setClosed(next);
            }}
          />
        )}
      </section>
      <section class="story-pane" aria-label="Alert">
        {open === null ? (
          <p class="empty">
            {route.alert !== null
              ? `No alert ${route.alert} in this report.`
              : rows.length > 0 && 'Choose an alert to see its story.'}
          </p>
        ) : (
          <Story
            key={open.id}
            row={open}
            story={story}
            zone={zone}
            position={at === -1 ? null : { at: at + 1, of: shown.length }}
            onMove={(by) => {
              go(at + by);
            }}
            onClose={() => {
              navigate({ alert: null });
            }}
          />
        )}
      </section>
    </main>
  );
}

/** The alert with this id or these first digits of it. */
function openRow(rows: readonly ReportRow[], id: string | null): ReportRow | null {
  if (id === null || id.length < 6) return null;
  return rows.find((row) => row.id === id) ?? rows.find((row) => row.id.startsWith(id)) ?? null;
}
