// Who the processes of an alert talked to.
import type { StoryData, StoryEvent } from '../../data.js';
import { textAt } from './document.js';

export interface Peer {
  readonly direction: 'out' | 'in';
  readonly ip: string;
  readonly port: number | null;
  readonly reach: Reach;
  readonly transport: string | null;
  /** Names of the processes, as `bash(4410)`. */
  readonly processes: readonly string[];
  /** 1-based places of the events. */
  readonly events: readonly number[];
}

/** Where an address leads to. */
export type Reach = 'loopback' | 'private' | 'link-local' | 'documentation' | 'public';

export function peersOf({ events }: Pick<StoryData, 'events'>): readonly Peer[] {
  const peers = new Map<string, Peer>();
  for (const [index, event] of events.entries()) {
    const peer = event === null ? null : peerOf(event, index + 1);
    if (peer === null) continue;
    const key = `${peer.direction} ${peer.ip} ${peer.port ?? ''}`;
    const known = peers.get(key);
    peers.set(
      key,
      known === undefined
        ? peer
        : {
            ...known,
            transport: known.transport ?? peer.transport,
            processes: [...new Set([...known.processes, ...peer.processes])],
            events: [...known.events, ...peer.events],
          },
    );
  }
  return [...peers.values()];
}

function peerOf(storyEvent: StoryEvent, place: number): Peer | null {
  const { event, source, destination, process, document } = storyEvent;
  const told = document === null ? null : textAt(document, 'network.direction');
  const isIn =
    told === 'ingress' ||
    told === 'inbound' ||
    event.action.some((each) => each.includes('accepted'));
  const remote = isIn ? source : destination;
  if (remote.ip === null) return null;
  const name = process.name ?? process.executable;
  const pid = process.pid === null ? '' : `(${process.pid})`;
  return {
    direction: isIn ? 'in' : 'out',
    ip: remote.ip,
    port: remote.port,
    reach: reachOf(remote.ip),
    transport: document === null ? null : textAt(document, 'network.transport'),
    processes: name === null ? [] : [`${name}${pid}`],
    events: [place],
  };
}

/** What an address says of itself. Source: RFC 6890. */
export function reachOf(ip: string): Reach {
  const address = ip.toLowerCase().replace(/^::ffff:(?=\d+\.)/, '');
  const [a = -1, b = -1, c = -1] = address.split('.').map(Number);
  if (address === '::1' || a === 127) return 'loopback';
  if (/^fe[89ab]/.test(address) || (a === 169 && b === 254)) return 'link-local';
  if (/^f[cd]/.test(address) || a === 10 || (a === 192 && b === 168)) return 'private';
  if (a === 172 && b >= 16 && b < 32) return 'private';
  const isExample =
    (a === 192 && b === 0 && c === 2) ||
    (a === 198 && b === 51 && c === 100) ||
    (a === 203 && b === 0 && c === 113);
  return isExample || address.startsWith('2001:db8:') ? 'documentation' : 'public';
}
