// One alert: what happened, who did it, why the rule says so, and what to do about it.
import type { JSX } from 'preact';
import type { StoryData } from '../../data.js';
import type { ReportRow } from '../model/report.js';
import { dateTime, duration, grouped, zoneName, type Zone } from '../model/words.js';
import { CopyButton, IconButton, OutLink, SeverityBadge } from '../parts/basics.js';
import { Chain } from './chain.js';
import { Guidance } from './guidance.js';
import { Peers } from './peers.js';
import { ProcessTree } from './process-tree.js';
import { Query } from './query.js';
import { RawEvents } from './raw-events.js';

export function Story({
  row,
  story,
  zone,
  position,
  onMove,
  onClose,
}: {
  readonly row: ReportRow;
  /** Null where the page was cut off before it. */
  readonly story: StoryData | null;
  readonly zone: Zone;
  /** Its place in the list; null: the list does not hold it. */
  readonly position: { readonly at: number; readonly of: number } | null;
  readonly onMove: (by: number) => void;
  readonly onClose: () => void;
}): JSX.Element {
  const { rule } = row;
  return (
    <article class="story">
      <div class="story-bar">
        <button type="button" class="text-button back" onClick={onClose}>
          Alerts
        </button>
        {position === null ? (
          <span class="faint">not in the list: the filter hides it</span>
        ) : (
          <>
            <IconButton
              icon="back"
              label="Previous alert (k)"
              onClick={() => {
                onMove(-1);
              }}
            />
            <IconButton
              icon="next"
              label="Next alert (j)"
              onClick={() => {
                onMove(1);
              }}
            />
            <span class="faint">
              {grouped(position.at)} of {grouped(position.of)}
            </span>
          </>
        )}
        <span class="story-tools">
          <CopyButton text={location.href} label="Copy link" />
          <IconButton
            icon="print"
            label="Print this alert"
            onClick={() => {
              print();
            }}
          />
          <IconButton icon="close" label="Close (Esc)" onClick={onClose} />
        </span>
      </div>
      <header class="story-head">
        <div class="story-marks">
          <SeverityBadge severity={rule.severity} />
          <span class="faint">risk {rule.data.rule.risk_score}</span>
          {rule.data.rule.deprecated && <span class="tag">deprecated rule</span>}
          {rule.data.rule.building_block && <span class="tag">building block</span>}
          {row.suppressed !== null && <span class="tag">suppressed</span>}
        </div>
        <h2>{rule.name}</h2>
        {story !== null && <p class="reason">{story.reason}</p>}
        <Suppression of={story?.suppressed ?? null} />
        <Facts row={row} story={story} zone={zone} />
        <Techniques row={row} />
      </header>
      {story === null ? (
        <p class="empty">The report was cut off before the rest of this alert.</p>
      ) : (
        <>
          {story.events.length > 1 && <Chain story={story} />}
          <ProcessTree story={story} />
          <Peers story={story} />
          <Query rule={rule.data} story={story} />
          <Guidance rule={rule.data.rule} />
          <RawEvents story={story} zone={zone} />
        </>
      )}
    </article>
  );
}

/** Why the alert is not reported, who answers for that, and the alert that stands for it. */
function Suppression({ of }: { readonly of: StoryData['suppressed'] }): JSX.Element | null {
  if (of === null) return null;
  const by = [of.entry, of.owner].filter((text) => text !== null);
  return (
    <p class="faint">
      Not reported: {of.reason}
      {by.length > 0 && ` (${by.join(', ')})`}
      {of.alert !== null && (
        <>
          {', '}
          <a href={`#${of.alert}`}>
            <code>{of.alert.slice(0, 8)}</code>
          </a>
        </>
      )}
    </p>
  );
}

function Facts({
  row,
  story,
  zone,
}: {
  readonly row: ReportRow;
  readonly story: StoryData | null;
  readonly zone: Zone;
}): JSX.Element {
  const { time, host, user, id } = row;
  const ns = story?.event.duration ?? null;
  const keys = story?.join_keys ?? [];
  return (
    <dl class="facts">
      {time !== null && (
        <Fact name="Time">
          {dateTime(time, zone)} <span class="faint">{zoneName(time, zone)}</span>
          {ns !== null && ns > 0 && <span class="faint"> over {duration(ns)}</span>}
        </Fact>
      )}
      {host !== null && <Fact name="Host">{host}</Fact>}
      {user !== null && <Fact name="User">{user}</Fact>}
      {row.chain !== '' && <Fact name="Process">{row.chain}</Fact>}
      {keys.map(({ fields, value }) => (
        <Fact name="Joined by">
          <code>{fields.join(' = ')}</code>{' '}
          <code class="faint">{value === null ? 'absent' : String(value)}</code>
        </Fact>
      ))}
      <Fact name="Alert">
        <code>{id.slice(0, 8)}</code>
      </Fact>
    </dl>
  );
}

function Fact({
  name,
  children,
}: {
  readonly name: string;
  readonly children: JSX.Element | string | readonly (JSX.Element | string | false)[];
}): JSX.Element {
  return (
    <div class="fact">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Techniques({ row }: { readonly row: ReportRow }): JSX.Element | null {
  const { tactics } = row.rule;
  if (tactics.length === 0) return null;
  return (
    <ul class="attack" aria-label="MITRE ATT&CK">
      {tactics.map((tactic) => (
        <li>
          <span class="attack-tactic">{tactic.name}</span>
          {tactic.techniques.map(({ id, name, link }) =>
            link === null ? (
              <span class="attack-technique">
                {id} {name}
              </span>
            ) : (
              <OutLink href={link} class="attack-technique">
                <span class="attack-id">{id}</span> {name}
              </OutLink>
            ),
          )}
        </li>
      ))}
    </ul>
  );
}
