// The processes of an alert as a tree: who started whom, as far as its events tell.
import type { AlertParentProcess } from '../../../../alert/index.js';
import type { JsonObject } from '../../../../event/index.js';
import type { StoryData, StoryEvent } from '../../data.js';
import { textAt, valueAt } from './document.js';

export interface ProcessNode {
  readonly key: string;
  readonly host: string | null;
  pid: number | null;
  name: string | null;
  executable: string | null;
  commandLine: string | null;
  user: string | null;
  directory: string | null;
  /** 1-based places of the events that are of this process. */
  readonly events: number[];
  /** What else its events did: files, connections. */
  readonly deeds: Deed[];
  parent: ProcessNode | null;
  /** Between it and its parent may stand others. */
  isDistant: boolean;
  /** Told from its parent by process ids alone, which systems use again. */
  isGuessed: boolean;
  readonly children: ProcessNode[];
}

export interface Deed {
  readonly kind: 'network' | 'file';
  readonly text: string;
  readonly event: number;
}

/** Ancestors that an event of Elastic Defend names beside the parent, nearest first. */
const LEADERS = ['process.group_leader', 'process.session_leader', 'process.entry_leader'];

/** The roots of the trees of `story`, one for each process whose parent is not known. */
export function processTrees({ events }: Pick<StoryData, 'events'>): readonly ProcessNode[] {
  const nodes = new Map<string, ProcessNode>();
  for (const [index, event] of events.entries()) if (event !== null) addEvent(nodes, event, index);
  const all = [...nodes.values()];
  for (const node of all) node.parent?.children.push(node);
  return all.filter(({ parent }) => parent === null);
}

function addEvent(nodes: Map<string, ProcessNode>, event: StoryEvent, index: number): void {
  const node = nodeOf(nodes, event, event.process);
  if (node === null) return;
  if (!node.events.includes(index + 1)) node.events.push(index + 1);
  node.user ??= event.user.name ?? event.user.id;
  const { document } = event;
  node.directory ??= textAt(document, 'process.working_directory');
  node.deeds.push(...deedsOf(event, index + 1));
  let child = node;
  const parent = nodeOf(nodes, event, event.process.parent);
  if (parent !== null) {
    link(node, parent, false, event.process.parent.entity_id === null);
    child = parent;
  }
  for (const path of LEADERS) {
    const leader = leaderAt(document, path);
    const ancestor = leader === null ? null : nodeOf(nodes, event, leader);
    if (ancestor === null || ancestor === child) continue;
    link(child, ancestor, true, false);
    child = ancestor;
  }
}

/** Makes `parent` the parent of `child`, unless it has one or that would be a circle. */
function link(
  child: ProcessNode,
  parent: ProcessNode,
  isDistant: boolean,
  isGuessed: boolean,
): void {
  if (child.parent !== null && !(child.isDistant && !isDistant)) return;
  for (let above: ProcessNode | null = parent; above !== null; above = above.parent) {
    if (above === child) return;
  }
  child.parent = parent;
  child.isDistant = isDistant;
  child.isGuessed = isGuessed;
}

/** The node of a process, with what is now known of it; null where nothing tells it from others. */
function nodeOf(
  nodes: Map<string, ProcessNode>,
  { host }: StoryEvent,
  process: AlertParentProcess,
): ProcessNode | null {
  const { entity_id: entity, pid } = process;
  if (entity === null && pid === null) return null;
  const place = host.id ?? host.name ?? '';
  const known = [...nodes.values()].find(
    (node) =>
      node.host === place &&
      (node.key === entity ||
        (pid !== null && node.pid === pid && (entity === null || node.key.startsWith('#')))),
  );
  const node = known ?? emptyNode(entity ?? `#${pid ?? ''}`, place);
  if (known === undefined) nodes.set(`${place} ${node.key}`, node);
  node.pid ??= pid;
  node.name ??= process.name;
  node.executable ??= process.executable;
  node.commandLine ??= process.command_line ?? process.title;
  return node;
}

function emptyNode(key: string, host: string): ProcessNode {
  return {
    key,
    host,
    pid: null,
    name: null,
    executable: null,
    commandLine: null,
    user: null,
    directory: null,
    events: [],
    deeds: [],
    parent: null,
    isDistant: false,
    isGuessed: false,
    children: [],
  };
}

function leaderAt(document: JsonObject | null, path: string): AlertParentProcess | null {
  if (document === null || valueAt(document, path) === undefined) return null;
  const entity = textAt(document, `${path}.entity_id`);
  if (entity === null) return null;
  const pid = Number(textAt(document, `${path}.pid`) ?? Number.NaN);
  return {
    entity_id: entity,
    pid: Number.isInteger(pid) ? pid : null,
    name: textAt(document, `${path}.name`),
    executable: textAt(document, `${path}.executable`),
    command_line: null,
    title: null,
  };
}

function deedsOf({ destination, source, file, event }: StoryEvent, place: number): readonly Deed[] {
  const deeds: Deed[] = [];
  if (destination.ip !== null) {
    const accepted = event.action.some((action) => action.includes('accepted'));
    const peer = accepted ? source : destination;
    const text = `${accepted ? 'from' : 'to'} ${endpoint(peer.ip ?? destination.ip, peer.port)}`;
    deeds.push({ kind: 'network', text, event: place });
  }
  if (file.path !== null) deeds.push({ kind: 'file', text: file.path, event: place });
  return deeds;
}

/** `203.0.113.7:4444`, `[2001:db8::7]:4444` */
export function endpoint(ip: string, port: number | null): string {
  if (port === null) return ip;
  return ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`;
}
