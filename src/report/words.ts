// How numbers, times and lists read in text for people.

/** `12,400` */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** `1 rule`, `1,203 rules`; `plural` where an s is not enough. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${grouped(count)} ${count === 1 ? noun : plural}`;
}

/** What a run that follows logs could not read. */
export function lossesText(losses: number): string {
  return `Input was gone before it could be read, ${counted(losses, 'time')}`;
}

/** `a`, `a and b`, `a, b and c`; beyond `most` items: `a, b and 7 more`. */
export function listed(items: readonly string[], most = Number.POSITIVE_INFINITY): string {
  // "and 1 more" is no shorter than the one.
  const shown = items.length <= most + 1 ? items : items.slice(0, most);
  const rest = items.length - shown.length;
  const parts = rest > 0 ? [...shown, `${grouped(rest)} more`] : shown;
  const last = parts.at(-1) ?? '';
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`;
}

/** `0.412 s`, `2 min 5 s`, `3 h 12 min`, `2 d 4 h`. */
export function duration(ns: number): string {
  // Rounded first, so that 59.9996 s becomes a minute and not "60.000 s".
  const millis = Math.round(ns / 1e6);
  if (millis < 60_000) return `${(millis / 1000).toFixed(3)} s`;
  const seconds = Math.round(millis / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 1440) return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  const hours = Math.round(minutes / 60);
  return `${grouped(Math.floor(hours / 24))} d ${hours % 24} h`;
}

/** `0.19 s`, to the hundredth; from a minute on as {@link duration}. */
export function seconds(ms: number): string {
  return ms < 59_995 ? `${(ms / 1000).toFixed(2)} s` : duration(ms * 1e6);
}

/** `0 MB`, `0.4 MB`, `12.5 MB`, `1,203 MB`; a megabyte is 10^6 bytes. */
export function megabytes(bytes: number): string {
  const size = bytes / 1e6;
  return `${size === 0 || size >= 99.95 ? grouped(Math.round(size)) : size.toFixed(1)} MB`;
}

/** An ISO time as `2026-11-20 08:14:02.118Z`, to the millisecond; `digits` keeps fewer: 5 gives `08:14Z`. */
export function dateTime(iso: string, digits = 12): string {
  return `${dateOf(iso)} ${timeOf(iso, digits)}`;
}

/** From `start` to `end`; the date is not repeated. */
export function dateTimeSpan(start: string, end: string, digits = 12): string {
  const from = dateTime(start, digits).slice(0, -1);
  const to = dateOf(start) === dateOf(end) ? timeOf(end, digits) : dateTime(end, digits);
  return `${from} .. ${to}`;
}

function dateOf(iso: string): string {
  return iso.slice(0, iso.indexOf('T'));
}

function timeOf(iso: string, digits: number): string {
  const start = iso.indexOf('T') + 1;
  return `${iso.slice(start, start + digits)}Z`;
}

/** The first `most` UTF-16 units of `text`, never half a surrogate pair, and how many units are left out. */
export function cutText(
  text: string,
  most: number,
): { readonly kept: string; readonly left: number } {
  if (text.length <= most) return { kept: text, left: 0 };
  const last = text.charCodeAt(most - 1);
  const kept = text.slice(0, last >= 0xd800 && last < 0xdc00 ? most - 1 : most);
  return { kept, left: text.length - kept.length };
}

/** `text` in about `most` UTF-16 units; what is left out is counted. */
export function shortened(text: string, most: number): string {
  const { kept, left } = cutText(text, most);
  return left === 0 ? text : `${kept} … ${counted(left, 'more character')}`;
}

/** The values that are there, each once. */
export function distinct(values: readonly (string | null)[]): readonly string[] {
  return [...new Set(values.filter((value) => value !== null))];
}
