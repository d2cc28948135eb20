import type { JSX } from 'preact';
import type { MatrixCell, MatrixColumn } from '../model/matrix.js';
import { counted, grouped } from '../model/words.js';

/** Tactics side by side, under each its techniques; a press shows their alerts. */
export function Matrix({
  columns,
  onChoose,
}: {
  readonly columns: readonly MatrixColumn[];
  readonly onChoose: (id: string) => void;
}): JSX.Element {
  const seen = columns.filter(({ count }) => count > 0);
  const all = columns.flatMap(({ techniques }) =>
    techniques.flatMap((technique) => [technique, ...technique.subtechniques]),
  );
  const idsOf = (cells: readonly MatrixCell[]): number => new Set(cells.map(({ id }) => id)).size;
  const found = idsOf(all.filter(({ id, count }) => count > 0 && !id.includes('.')));
  const quiet = idsOf(all.filter(({ id, count }) => count === 0 && !id.includes('.')));
  const cell = (each: MatrixCell, className: string): JSX.Element =>
    each.count === 0 ? (
      <div
        class={`${className} quiet`}
        title={`${each.id} ${each.name}: rules look for it, and found nothing`}
      >
        {each.name}
      </div>
    ) : (
      <button
        type="button"
        class={`${className} sev-${each.worst}`}
        title={`${each.id} ${each.name}: ${counted(each.count, 'alert')}, worst ${each.worst}`}
        onClick={() => {
          onChoose(each.id);
        }}
      >
        <span class="cell-name">{each.name}</span>
        <span class="cell-id">{each.id}</span>
        <span class="cell-count">{grouped(each.count)}</span>
      </button>
    );
  return (
    <section class="card">
      <header class="card-head">
        <h2>ATT&amp;CK</h2>
        <span class="faint">
          {counted(seen.length, 'tactic')}, {counted(found, 'technique')} seen
          {quiet > 0 && `; rules look for ${grouped(quiet)} more`}
        </span>
      </header>
      {all.length === 0 ? (
        <p class="faint card-foot">No rule that fired names a technique.</p>
      ) : (
        <div class="matrix" role="group" aria-label="ATT&CK matrix">
          {columns.map((column) => (
            <div class={`tactic${column.count === 0 ? ' unseen' : ''}`} key={column.id}>
              <button
                type="button"
                class="tactic-head"
                disabled={column.count === 0}
                title={`${column.id} ${column.name}: ${counted(column.count, 'alert')}`}
                onClick={() => {
                  onChoose(column.id);
                }}
              >
                <span>{column.name}</span>
                {column.count > 0 && <span class="faint">{grouped(column.count)}</span>}
              </button>
              {column.techniques.map((technique) => (
                <div class="technique">
                  {cell(technique, 'cell')}
                  {technique.subtechniques
                    .filter(({ count }) => count > 0)
                    .map((sub) => cell(sub, 'cell cell-sub'))}
                </div>
              ))}
            </div>
          ))}
        </div>
      )}
    </section>
  );
}
