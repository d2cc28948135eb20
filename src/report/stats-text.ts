// The lines behind `--stats`: what the machine did.
import type { RunStats } from './cost.js';
import { flow, labelled, LABELS, paint, piece, type Line } from './layout.js';
import { PLAIN_PALETTE } from './palette.js';
import type { SummaryOptions } from './summary-text.js';
import { usableWidth } from './text.js';
import { megabytes, counted, grouped, seconds } from './words.js';

/** The statistics as a person reads them on stderr, a label a line; ends with a newline. */
export function renderStats(stats: RunStats, options: SummaryOptions = {}): string {
  const { palette = PLAIN_PALETTE } = options;
  const columns = usableWidth(options.width) - LABELS;
  const { funnel, times } = stats;
  // Over a pipe, some phases are parts of others.
  const phases = PHASES.filter(([phase]) => times[phase] > 0);
  const rows: readonly (readonly [label: string, parts: readonly string[]])[] = [
    [
      'input',
      [
        `${megabytes(stats.bytes)}, ${counted(stats.events, 'event')}:`,
        `${grouped(stats.screened)} screened by the kernel,`,
        `${grouped(stats.parsed)} parsed one by one`,
      ],
    ],
    ['reading', [...speed(stats, times.read), `by ${counted(stats.threads, 'thread')}`]],
    ['in all', speed(stats, times.total)],
    [
      'time',
      phases.map(
        ([phase, name], index) => `${name} ${seconds(times[phase])}${comma(index, phases.length)}`,
      ),
    ],
    [
      'found',
      [
        `${counted(funnel.leads, 'lead')} >`,
        `${grouped(funnel.survivingLeads)} after pruning >`,
        `${counted(funnel.candidates, 'candidate')} >`,
        counted(funnel.matches, 'match', 'matches'),
      ],
    ],
    [
      'memory',
      [
        `${megabytes(stats.peakBytes)} at the peak,`,
        `${grouped(stats.inFlight)} in flight at the end,`,
        `${megabytes(stats.spilledBytes)} in temporary files`,
      ],
    ],
  ];
  const lines = rows.flatMap(([label, parts]) => labelled(label, flow(parts.map(lineOf), columns)));
  return `${lines.map((line) => paint(line, palette)).join('\n')}\n`;
}

const PHASES = [
  ['load', 'loading rules'],
  ['setUp', 'setting up'],
  ['read', 'reading'],
  ['decide', 'deciding'],
  ['write', 'writing'],
] as const;

/** `0.64 s, 312 MB/s, 138,000 events/s` */
function speed({ bytes, events }: RunStats, ms: number): readonly string[] {
  const perSecond = (count: number): number => (ms === 0 ? 0 : Math.round((1000 * count) / ms));
  return [
    `${seconds(ms)},`,
    `${grouped(perSecond(bytes / 1e6))} MB/s,`,
    `${grouped(perSecond(events))} events/s`,
  ];
}

function comma(index: number, length: number): string {
  return index === length - 1 ? '' : ',';
}

function lineOf(text: string): Line {
  return [piece(text)];
}
