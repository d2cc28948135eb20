// Alerts in time, a lane a host. What is zoomed to is a filter: a span of time chosen here is chosen everywhere.
import type { JSX } from 'preact';
import { useMemo, useRef, useState } from 'preact/hooks';
import { filtered, toggled } from '../model/filter.js';
import { SEVERITIES, type Severity, type TimeSpan } from '../model/report.js';
import {
  binsOf,
  lanesOf,
  moved,
  roomy,
  spanOfColumn,
  ticksOf,
  zoomed,
  type Bin,
  type Lane,
  type Tick,
} from '../model/timeline.js';
import { clock, counted, day, grouped, zoneName, type Zone } from '../model/words.js';
import { IconButton } from '../parts/basics.js';
import { useSize } from '../parts/use-size.js';
import type { ViewProps } from './context.js';
import { spanText } from './filter-bar.js';

const LANE = 30;
const AXIS = 24;
const OVERVIEW = 40;
const COLUMN = 10;
const MOST_LANES = 8;
const NARROW = 560;

export function Timeline({
  report,
  route,
  navigate,
  setFilter,
  zone,
}: ViewProps): JSX.Element | null {
  const { filter } = route;
  const [ref, { width: outer }] = useSize<HTMLDivElement>();
  const label = outer < NARROW ? 104 : 156;
  const width = Math.max(80, outer - label);
  const whole = filter.suppressed ? report.spanOfAll : report.span;
  const limit = whole === null ? null : roomy(whole);
  const span = filter.span ?? limit;
  const columns = Math.max(8, Math.floor(width / COLUMN));
  const timeless = useMemo(() => filtered(report.rows, filter, 'span'), [report, filter]);
  const lanes = useMemo(
    () => (span === null ? [] : lanesOf(timeless, span, columns, MOST_LANES)),
    [timeless, span?.from, span?.to, columns],
  );
  const [drag, setDrag] = useState<readonly [number, number] | null>(null);
  const plot = useRef<SVGSVGElement>(null);
  if (limit === null || span === null) return null;

  const setSpan = (next: TimeSpan | null, replace = false): void => {
    const isAll = next === null || (next.from <= limit.from && next.to >= limit.to);
    navigate({ filter: { ...filter, span: isAll ? null : next } }, replace);
  };
  const zoom = (factor: number, at = (span.from + span.to) / 2): void => {
    setSpan(zoomed(span, factor, at, limit), true);
  };
  const timeAt = (x: number, within: TimeSpan): number =>
    Math.round(within.from + (Math.min(Math.max(x, 0), width) / width) * (within.to - within.from));
  const xAt = (clientX: number): number =>
    clientX - (plot.current?.getBoundingClientRect().left ?? 0);

  const height = lanes.length * LANE;
  const offset = zone === 'utc' ? 0 : -new Date(span.from).getTimezoneOffset() * 60_000;
  const ticks = ticksOf(span, Math.max(2, Math.floor(width / 130)), offset);
  const xOf = (time: number): number => ((time - span.from) / (span.to - span.from)) * width;
  const onKey = (event: KeyboardEvent): void => {
    const acts: Readonly<Record<string, () => void>> = {
      '+': () => {
        zoom(0.5);
      },
      '=': () => {
        zoom(0.5);
      },
      '-': () => {
        zoom(2);
      },
      '0': () => {
        setSpan(null, true);
      },
      ArrowLeft: () => {
        setSpan(moved(span, -0.25, limit), true);
      },
      ArrowRight: () => {
        setSpan(moved(span, 0.25, limit), true);
      },
    };
    const act = acts[event.key];
    if (act === undefined || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    act();
  };
  const choose = (bin: Bin, lane: Lane): void => {
    const hosts = lane.host === null ? filter.hosts : [lane.host];
    navigate({
      view: 'alerts',
      alert: bin.only,
      filter: { ...filter, hosts, span: spanOfColumn(bin.column, span, columns) },
    });
  };
  return (
    <section class="card">
      <header class="card-head">
        <h2>Timeline</h2>
        <span class="faint">
          {spanText(filter.span ?? whole ?? span, zone)} {zoneName(span.from, zone)}
        </span>
        <span class="card-tools">
          <IconButton
            icon="minus"
            label="Farther"
            onClick={() => {
              zoom(2);
            }}
          />
          <IconButton
            icon="plus"
            label="Nearer"
            onClick={() => {
              zoom(0.5);
            }}
          />
          <IconButton
            icon="reset"
            label="All of the time"
            onClick={() => {
              setSpan(null);
            }}
          />
        </span>
      </header>
      <div
        class="timeline"
        ref={ref}
        tabIndex={0}
        role="group"
        aria-label={`Timeline of ${counted(
          lanes.reduce((sum, { count }) => sum + count, 0),
          'alert',
        )}; plus and minus zoom, arrows move`}
        onKeyDown={onKey}
      >
        <div class="lane-names" style={{ width: `${label}px` }}>
          {lanes.map(({ host, hosts, count }) => (
            <button
              type="button"
              class="lane-name"
              style={{ height: `${LANE}px` }}
              disabled={host === null}
              title={host ?? ''}
              onClick={() => {
                if (host !== null) setFilter(toggled(filter, 'hosts', host));
              }}
            >
              <span class="lane-host">{host ?? counted(hosts, 'more host')}</span>
              <span class="faint">{grouped(count)}</span>
            </button>
          ))}
        </div>
        <div class="plots">
          <svg
            ref={plot}
            class="plot"
            width={width}
            height={height + AXIS}
            onPointerDown={(event) => {
              if (event.button !== 0 || event.target instanceof SVGCircleElement) return;
              event.currentTarget.setPointerCapture(event.pointerId);
              setDrag([xAt(event.clientX), xAt(event.clientX)]);
            }}
            onPointerMove={(event) => {
              if (drag !== null) setDrag([drag[0], xAt(event.clientX)]);
            }}
            onPointerUp={() => {
              if (drag !== null && Math.abs(drag[1] - drag[0]) > 4) {
                const [from, to] = [Math.min(...drag), Math.max(...drag)];
                setSpan({ from: timeAt(from, span), to: timeAt(to, span) });
              }
              setDrag(null);
            }}
            onPointerCancel={() => {
              setDrag(null);
            }}
            onDblClick={() => {
              setSpan(null);
            }}
            onWheel={(event) => {
              if (!event.ctrlKey && !event.metaKey) return;
              event.preventDefault();
              zoom(event.deltaY > 0 ? 1.25 : 0.8, timeAt(xAt(event.clientX), span));
            }}
          >
            <rect class="plot-area" width={width} height={height} />
            {ticks.map((tick) => (
              <TickMark tick={tick} x={xOf(tick.time)} height={height} zone={zone} width={width} />
            ))}
            {lanes.map((lane, index) => (
              <g transform={`translate(0 ${index * LANE + LANE / 2})`}>
                <line class="lane-line" x2={width} />
                {lane.bins.map((bin) => (
                  <circle
                    class={`bin sev-${bin.worst}`}
                    cx={((bin.column + 0.5) / columns) * width}
                    r={radiusOf(bin.count)}
                    onClick={() => {
                      choose(bin, lane);
                    }}
                  >
                    <title>
                      {`${counted(bin.count, 'alert')}, worst ${bin.worst}\n${spanText(spanOfColumn(bin.column, span, columns), zone)}`}
                    </title>
                  </circle>
                ))}
              </g>
            ))}
            {drag !== null && (
              <rect
                class="brush"
                x={Math.min(...drag)}
                width={Math.abs(drag[1] - drag[0])}
                height={height}
              />
            )}
          </svg>
          <Histogram
            rows={timeless}
            limit={limit}
            span={filter.span}
            width={width}
            onSpan={setSpan}
          />
        </div>
      </div>
      <ul class="legend" aria-hidden="true">
        {SEVERITIES.map((severity) => (
          <li class={`sev-${severity}`}>
            <span class="sev-dot" />
            {severity}
          </li>
        ))}
      </ul>
    </section>
  );
}

function radiusOf(count: number): number {
  return Math.min(12, 4 + 2.6 * Math.log10(count));
}

function TickMark({
  tick,
  x,
  height,
  width,
  zone,
}: {
  readonly tick: Tick;
  readonly x: number;
  readonly height: number;
  readonly width: number;
  readonly zone: Zone;
}): JSX.Element {
  const anchor = x < 40 ? 'start' : x > width - 40 ? 'end' : 'middle';
  return (
    <g>
      <line class="tick" x1={x} x2={x} y2={height} />
      <text class="tick-text" x={x} y={height + 16} text-anchor={anchor}>
        {tickText(tick, zone)}
      </text>
    </g>
  );
}

function tickText({ time, detail }: Tick, zone: Zone): string {
  const text = clock(time, zone);
  switch (detail) {
    case 'day':
      return day(time, zone);
    case 'minute':
      return text.startsWith('00:00') ? day(time, zone) : text.slice(0, 5);
    case 'second':
      return text.slice(0, 8);
    case 'millisecond':
      return text;
  }
}

/** All of the time, with the part that is shown; a drag chooses another. */
function Histogram({
  rows,
  limit,
  span,
  width,
  onSpan,
}: {
  readonly rows: ViewProps['rows'];
  readonly limit: TimeSpan;
  readonly span: TimeSpan | null;
  readonly width: number;
  readonly onSpan: (span: TimeSpan | null, replace?: boolean) => void;
}): JSX.Element {
  const columns = Math.max(8, Math.floor(width / 5));
  const bins = useMemo(() => binsOf(rows, limit, columns), [rows, limit.from, limit.to, columns]);
  const most = Math.max(1, ...bins.map(({ count }) => count));
  const [start, setStart] = useState<number | null>(null);
  const svg = useRef<SVGSVGElement>(null);
  const timeAt = (clientX: number): number => {
    const x = clientX - (svg.current?.getBoundingClientRect().left ?? 0);
    return limit.from + (Math.min(Math.max(x, 0), width) / width) * (limit.to - limit.from);
  };
  const xOf = (time: number): number =>
    ((time - limit.from) / Math.max(1, limit.to - limit.from)) * width;
  return (
    <svg
      ref={svg}
      class="histogram"
      width={width}
      height={OVERVIEW}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        setStart(timeAt(event.clientX));
      }}
      onPointerMove={(event) => {
        if (start === null) return;
        const now = timeAt(event.clientX);
        if (Math.abs(xOf(now) - xOf(start)) < 3) return;
        onSpan(
          { from: Math.round(Math.min(start, now)), to: Math.round(Math.max(start, now)) },
          true,
        );
      }}
      onPointerUp={() => {
        setStart(null);
      }}
      onDblClick={() => {
        onSpan(null);
      }}
    >
      <rect class="plot-area" width={width} height={OVERVIEW} />
      {bins.map(({ column, count, worst }) => (
        <HistogramBar
          x={(column / columns) * width}
          width={Math.max(1, width / columns - 1)}
          height={3 + (OVERVIEW - 6) * (Math.log1p(count) / Math.log1p(most))}
          severity={worst}
        />
      ))}
      {span !== null && (
        <>
          <rect class="shade" width={Math.max(0, xOf(span.from))} height={OVERVIEW} />
          <rect
            class="shade"
            x={xOf(span.to)}
            width={Math.max(0, width - xOf(span.to))}
            height={OVERVIEW}
          />
          <rect
            class="window"
            x={xOf(span.from)}
            width={Math.max(2, xOf(span.to) - xOf(span.from))}
            y={0.5}
            height={OVERVIEW - 1}
          />
        </>
      )}
    </svg>
  );
}

function HistogramBar({
  x,
  width,
  height,
  severity,
}: {
  readonly x: number;
  readonly width: number;
  readonly height: number;
  readonly severity: Severity;
}): JSX.Element {
  return (
    <rect
      class={`bar sev-${severity}`}
      x={x}
      y={OVERVIEW - height}
      width={width}
      height={height}
      rx={1}
    />
  );
}
