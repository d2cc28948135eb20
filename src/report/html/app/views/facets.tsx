import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { facetChoices, toggled, type FacetName } from '../model/filter.js';
import { grouped } from '../model/words.js';
import { IconButton } from '../parts/basics.js';
import type { ViewProps } from './context.js';

const TITLES: readonly (readonly [FacetName, string])[] = [
  ['severities', 'Severity'],
  ['hosts', 'Host'],
  ['rules', 'Rule'],
  ['attack', 'Technique'],
];

/** Choices of a kind that are shown before anybody asks for more. */
const FEW = 6;

/** What alerts can be filtered by, each with the number of alerts that it would show. */
export function Facets({
  report,
  route: { filter },
  setFilter,
  onClose,
}: ViewProps & { readonly onClose: () => void }): JSX.Element {
  return (
    <aside class="facets" aria-label="Filter">
      <header class="facets-head">
        <h2>Filter</h2>
        <IconButton icon="close" label="Close the filter" onClick={onClose} />
      </header>
      {TITLES.map(([facet, title]) => (
        <Facet key={facet} {...{ report, filter, setFilter, facet, title }} />
      ))}
      {report.suppressed > 0 && (
        <fieldset class="facet">
          <legend>Suppressed</legend>
          <label class="choice">
            <input
              type="checkbox"
              checked={filter.suppressed}
              onChange={() => {
                setFilter({ ...filter, suppressed: !filter.suppressed });
              }}
            />
            <span class="choice-label">show these, too</span>
            <span class="choice-count">{grouped(report.suppressed)}</span>
          </label>
        </fieldset>
      )}
    </aside>
  );
}

function Facet({
  report,
  filter,
  setFilter,
  facet,
  title,
}: Pick<ViewProps, 'report' | 'setFilter'> & {
  readonly filter: ViewProps['route']['filter'];
  readonly facet: FacetName;
  readonly title: string;
}): JSX.Element {
  const [wanted, setWanted] = useState('');
  const [isLong, setLong] = useState(false);
  const choices = useMemo(() => facetChoices(report, filter, facet), [report, filter, facet]);
  const near = wanted.toLowerCase();
  const found = choices.filter(
    ({ label, isChosen }) => isChosen || label.toLowerCase().includes(near),
  );
  const shown = isLong ? found : found.slice(0, FEW);
  return (
    <fieldset class="facet">
      <legend>{title}</legend>
      {choices.length > FEW && (
        <input
          type="search"
          class="facet-search"
          placeholder={`Find in ${grouped(choices.length)}`}
          aria-label={`Find ${title.toLowerCase()}`}
          value={wanted}
          onInput={({ currentTarget: { value } }) => {
            setWanted(value);
          }}
        />
      )}
      {shown.map(({ value, label, count, severity, isChosen }) => (
        <label key={value} class={`choice${count === 0 && !isChosen ? ' none' : ''}`}>
          <input
            type="checkbox"
            checked={isChosen}
            onChange={() => {
              setFilter(toggled(filter, facet, value));
            }}
          />
          {severity !== null && <span class={`sev-dot sev-${severity}`} />}
          <span class="choice-label" title={label}>
            {label}
          </span>
          <span class="choice-count">{grouped(count)}</span>
        </label>
      ))}
      {found.length > FEW && (
        <button
          type="button"
          class="text-button"
          onClick={() => {
            setLong(!isLong);
          }}
        >
          {isLong ? 'Fewer' : `${grouped(found.length - FEW)} more`}
        </button>
      )}
    </fieldset>
  );
}
