// The search field, and what is chosen, to be taken away one by one.
import type { JSX, RefObject } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { isFiltered, labelOf, NO_FILTER, toggled, type FacetName } from '../model/filter.js';
import { clock, counted, dateTime, day, grouped, type Zone } from '../model/words.js';
import type { TimeSpan } from '../model/report.js';
import { Icon } from '../parts/icons.js';
import type { ViewProps } from './context.js';

const FACETS: readonly FacetName[] = ['severities', 'hosts', 'rules', 'attack'];

export function FilterBar({
  report,
  route,
  navigate,
  setFilter,
  rows,
  zone,
  searchRef,
}: ViewProps & { readonly searchRef: RefObject<HTMLInputElement | null> }): JSX.Element {
  const { filter } = route;
  const [text, setText] = useState(filter.search);
  useEffect(() => {
    setText(filter.search);
  }, [filter.search]);
  return (
    <div class="filter-bar">
      <div class="search">
        <Icon name="search" />
        <input
          ref={searchRef}
          type="search"
          aria-label="Search alerts"
          placeholder="Search commands, hosts, addresses, rules…"
          value={text}
          onInput={({ currentTarget: { value } }) => {
            setText(value);
            navigate({ filter: { ...filter, search: value } }, true);
          }}
          onKeyDown={({ key }) => {
            if (key === 'Enter') navigate({ view: 'alerts' });
          }}
        />
        <kbd aria-hidden="true">/</kbd>
      </div>
      {FACETS.flatMap((facet) =>
        filter[facet].map((value) => (
          <Chip
            label={labelOf(report, facet, value)}
            onRemove={() => {
              setFilter(toggled(filter, facet, value));
            }}
          />
        )),
      )}
      {filter.span !== null && (
        <Chip
          label={spanText(filter.span, zone)}
          onRemove={() => {
            setFilter({ ...filter, span: null });
          }}
        />
      )}
      {filter.suppressed && (
        <Chip
          label="with suppressed alerts"
          onRemove={() => {
            setFilter({ ...filter, suppressed: false });
          }}
        />
      )}
      {isFiltered(filter) && (
        <span class="filter-state">
          <span class="faint">
            {grouped(rows.length)} of{' '}
            {counted(filter.suppressed ? report.rows.length : report.reported, 'alert')}
          </span>
          <button
            type="button"
            class="text-button"
            onClick={() => {
              setFilter(NO_FILTER);
            }}
          >
            Clear
          </button>
        </span>
      )}
    </div>
  );
}

function Chip({
  label,
  onRemove,
}: {
  readonly label: string;
  readonly onRemove: () => void;
}): JSX.Element {
  return (
    <span class="chip">
      <span class="chip-label" title={label}>
        {label}
      </span>
      <button type="button" aria-label={`Remove filter ${label}`} onClick={onRemove}>
        <Icon name="close" />
      </button>
    </span>
  );
}

/** `2026-11-20 08:14:01 – 08:15:40` */
export function spanText({ from, to }: TimeSpan, zone: Zone): string {
  const end = day(from, zone) === day(to, zone) ? clock(to, zone) : dateTime(to, zone);
  return `${dateTime(from, zone)} – ${end}`;
}
