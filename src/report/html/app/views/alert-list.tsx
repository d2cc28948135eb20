// The list of alerts. Only lines in sight are elements: ten thousand alerts scroll as ten do.
import type { JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { lineAt, offsetsOf, type ListItem } from '../model/list.js';
import type { ReportRow } from '../model/report.js';
import { clock, day, grouped, type Zone } from '../model/words.js';
import { SeverityBadge } from '../parts/basics.js';
import { Icon } from '../parts/icons.js';
import { useSize } from '../parts/use-size.js';

/** Lines drawn beyond either edge. */
const MARGIN = 4;

export function AlertList({
  items,
  open,
  zone,
  onOpen,
  onToggle,
}: {
  readonly items: readonly ListItem[];
  readonly open: ReportRow | null;
  readonly zone: Zone;
  readonly onOpen: (row: ReportRow) => void;
  readonly onToggle: (key: string) => void;
}): JSX.Element {
  const [ref, { height }] = useSize<HTMLDivElement>();
  const [top, setTop] = useState(0);
  const offsets = useMemo(() => offsetsOf(items), [items]);
  const total = offsets[items.length] ?? 0;
  const isPrinted = usePrinting();
  const first = isPrinted ? 0 : Math.max(0, lineAt(offsets, top) - MARGIN);
  const last = isPrinted
    ? Math.min(items.length, MOST_PRINTED)
    : Math.min(items.length, lineAt(offsets, top + Math.max(height, 400)) + 1 + MARGIN);
  const openAt = items.findIndex((item) => item.kind === 'alert' && item.row === open);

  // What is opened by a key or a link comes into sight.
  const seen = useRef(-1);
  useEffect(() => {
    const list = ref.current;
    if (list === null || openAt === -1 || height === 0) return;
    if (seen.current === openAt) return;
    seen.current = openAt;
    const [start = 0, end = 0] = [offsets[openAt], offsets[openAt + 1]];
    if (start < list.scrollTop) list.scrollTop = start;
    else if (end > list.scrollTop + height) list.scrollTop = end - height;
  }, [openAt, offsets, height]);

  return (
    <div
      class="list"
      ref={ref}
      tabIndex={0}
      role="listbox"
      aria-label="Alerts"
      aria-activedescendant={open === null ? undefined : `alert-${open.id}`}
      onScroll={({ currentTarget }) => {
        setTop(currentTarget.scrollTop);
      }}
    >
      <div class="list-all" style={{ height: `${total}px` }}>
        {items.slice(first, last).map((item, index) => {
          const at = first + index;
          const style = {
            transform: `translateY(${offsets[at] ?? 0}px)`,
            height: `${(offsets[at + 1] ?? 0) - (offsets[at] ?? 0)}px`,
          };
          return item.kind === 'group' ? (
            <button
              key={`group ${item.key}`}
              type="button"
              class="line group"
              style={style}
              aria-expanded={item.isOpen}
              onClick={() => {
                onToggle(item.key);
              }}
            >
              <Icon name={item.isOpen ? 'down' : 'next'} />
              <span class={`sev-dot sev-${item.severity}`} />
              <span class="group-label">{item.label}</span>
              <span class="faint">{grouped(item.count)}</span>
            </button>
          ) : (
            <Line
              key={item.row.id}
              row={item.row}
              style={style}
              zone={zone}
              isOpen={item.row === open}
              place={at + 1}
              of={items.length}
              onOpen={onOpen}
            />
          );
        })}
      </div>
      {isPrinted && items.length > MOST_PRINTED && (
        <p class="faint">and {grouped(items.length - MOST_PRINTED)} more</p>
      )}
    </div>
  );
}

function Line({
  row,
  style,
  zone,
  isOpen,
  place,
  of,
  onOpen,
}: {
  readonly row: ReportRow;
  readonly style: Readonly<Record<string, string>>;
  readonly zone: Zone;
  readonly isOpen: boolean;
  readonly place: number;
  readonly of: number;
  readonly onOpen: (row: ReportRow) => void;
}): JSX.Element {
  const { rule, host, user, time, gist } = row;
  return (
    <div
      id={`alert-${row.id}`}
      class={`line alert sev-${rule.severity}${row.suppressed === null ? '' : ' suppressed'}`}
      style={style}
      role="option"
      aria-selected={isOpen}
      aria-posinset={place}
      aria-setsize={of}
      onClick={() => {
        onOpen(row);
      }}
    >
      <div class="line-head">
        <span class="line-rule">{rule.name}</span>
        {row.suppressed !== null && <span class="tag">suppressed</span>}
        <SeverityBadge severity={rule.severity} />
      </div>
      <div class="line-gist">{gist}</div>
      <div class="line-foot faint">
        <span class="line-host">{host ?? 'no host'}</span>
        {user !== null && (
          <span class="line-user">{/^\d+$/.test(user) ? `user ${user}` : user}</span>
        )}
        <span class="line-time">
          {time === null
            ? 'no time'
            : `${day(time, zone).slice(5)} ${clock(time, zone).slice(0, 8)}`}
        </span>
      </div>
    </div>
  );
}

/** Lines of a list on paper. */
const MOST_PRINTED = 1000;

/** Whether the page is being printed: on paper there is nothing to scroll. */
function usePrinting(): boolean {
  const [isPrinted, setPrinted] = useState(false);
  useEffect(() => {
    const start = (): void => {
      setPrinted(true);
    };
    const end = (): void => {
      setPrinted(false);
    };
    addEventListener('beforeprint', start);
    addEventListener('afterprint', end);
    return () => {
      removeEventListener('beforeprint', start);
      removeEventListener('afterprint', end);
    };
  }, []);
  return isPrinted;
}
