// What the page shows, as the part of its address behind `#`: every state has a link, and a link opened anew shows the same.
import { NO_FILTER, type Filter } from './filter.js';
import { SEVERITIES } from './report.js';

export const VIEWS = ['overview', 'alerts', 'run'] as const;
export type View = (typeof VIEWS)[number];

export const ORDERS = ['severity', 'newest', 'oldest'] as const;
export type Order = (typeof ORDERS)[number];

export const GROUPINGS = ['none', 'rule', 'host'] as const;
export type Grouping = (typeof GROUPINGS)[number];

export interface Route {
  readonly view: View;
  readonly filter: Filter;
  readonly order: Order;
  readonly grouping: Grouping;
  /** Id of the open alert, or its first digits. */
  readonly alert: string | null;
}

export const START: Route = {
  view: 'overview',
  filter: NO_FILTER,
  order: 'severity',
  grouping: 'none',
  alert: null,
};

/** Reads `#alerts?severity=high&host=web-01&alert=5f0c2a91`; `#5f0c2a91` alone is an alert. What it does not know it leaves out. */
export function parseRoute(hash: string): Route {
  const text = hash.replace(/^#/, '');
  if (/^[0-9a-f]{6,32}$/.test(text)) return { ...START, view: 'alerts', alert: text };
  const [name = '', query = ''] = text.split('?', 2);
  const values = new URLSearchParams(query);
  const alert = values.get('alert');
  return {
    view: VIEWS.find((view) => view === name) ?? (alert === null ? START.view : 'alerts'),
    filter: {
      search: values.get('q') ?? '',
      severities: SEVERITIES.filter((severity) => values.getAll('severity').includes(severity)),
      hosts: values.getAll('host'),
      rules: values.getAll('rule'),
      attack: values.getAll('attack'),
      span: spanOf(values.get('from'), values.get('to')),
      suppressed: values.has('suppressed'),
    },
    order: ORDERS.find((order) => order === values.get('order')) ?? START.order,
    grouping: GROUPINGS.find((grouping) => grouping === values.get('group')) ?? START.grouping,
    alert,
  };
}

function spanOf(from: string | null, to: string | null): Filter['span'] {
  if (from === null || to === null) return null;
  const [start, end] = [Date.parse(from), Date.parse(to)];
  return Number.isNaN(start) || Number.isNaN(end) || start > end ? null : { from: start, to: end };
}

/** The address of a state, `#` included. */
export function formatRoute({ view, filter, order, grouping, alert }: Route): string {
  const values = new URLSearchParams();
  if (filter.search !== '') values.append('q', filter.search);
  for (const severity of filter.severities) values.append('severity', severity);
  for (const host of filter.hosts) values.append('host', host);
  for (const rule of filter.rules) values.append('rule', rule);
  for (const id of filter.attack) values.append('attack', id);
  if (filter.span !== null) {
    values.append('from', new Date(filter.span.from).toISOString());
    values.append('to', new Date(filter.span.to).toISOString());
  }
  if (filter.suppressed) values.append('suppressed', '');
  if (order !== START.order) values.append('order', order);
  if (grouping !== START.grouping) values.append('group', grouping);
  if (alert !== null) values.append('alert', alert);
  const query = values.toString();
  return `#${view}${query === '' ? '' : `?${query}`}`;
}
