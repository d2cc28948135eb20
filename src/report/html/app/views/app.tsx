// The page: head, filter, and the view that the address names. Keys that work everywhere are here.
import type { JSX } from 'preact';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Loaded } from '../load.js';
import { filtered, isFiltered, NO_FILTER, type Filter } from '../model/filter.js';
import { VIEWS, type View } from '../model/route.js';
import { counted, grouped } from '../model/words.js';
import { IconButton } from '../parts/basics.js';
import { Icon } from '../parts/icons.js';
import { useSetting } from '../parts/settings.js';
import { useRoute } from '../parts/use-route.js';
import { AlertsView } from './alerts.js';
import type { ViewProps } from './context.js';
import { FilterBar } from './filter-bar.js';
import { HelpDialog } from './help.js';
import { OverviewView } from './overview.js';
import { RunView } from './run.js';

const TITLES: Readonly<Record<View, string>> = {
  overview: 'Overview',
  alerts: 'Alerts',
  run: 'Run',
};

export function App({ loaded }: { readonly loaded: Loaded }): JSX.Element {
  const { report, storyOf } = loaded;
  const [route, navigate] = useRoute();
  const [theme, setTheme] = useSetting('theme', ['auto', 'light', 'dark']);
  const [zone, setZone] = useSetting('zone', ['utc', 'local']);
  const [isHelping, setHelping] = useState(false);
  const search = useRef<HTMLInputElement>(null);
  const rows = useMemo(() => filtered(report.rows, route.filter), [report, route.filter]);
  const setFilter = useCallback(
    (filter: Filter) => {
      navigate({ filter });
    },
    [navigate],
  );
  const isDark =
    theme === 'dark' || (theme === 'auto' && matchMedia('(prefers-color-scheme: dark)').matches);
  const turnTheme = (): void => {
    setTheme(isDark ? 'light' : 'dark');
  };
  const turnZone = (): void => {
    setZone(zone === 'utc' ? 'local' : 'utc');
  };
  useEffect(() => {
    document.documentElement.dataset['theme'] = theme;
  }, [theme]);

  const onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isHelping)
      return;
    const { target, key } = event;
    const isTyping =
      target instanceof HTMLInputElement ||
      target instanceof HTMLTextAreaElement ||
      target instanceof HTMLSelectElement;
    if (key === 'Escape') {
      if (isTyping) target.blur();
      else if (route.alert !== null) navigate({ alert: null });
      return;
    }
    if (isTyping) return;
    const view = VIEWS[Number(key) - 1];
    if (view !== undefined) navigate({ view });
    else if (key === '/') search.current?.focus();
    else if (key === '?') setHelping(true);
    else if (key === 't') turnTheme();
    else if (key === 'z') turnZone();
    else if (key === 'x') setFilter(NO_FILTER);
    else return;
    event.preventDefault();
  };
  // Before the page is drawn: no key is lost.
  useLayoutEffect(() => {
    addEventListener('keydown', onKey);
    return () => {
      removeEventListener('keydown', onKey);
    };
  });

  const props: ViewProps = { report, storyOf, route, navigate, setFilter, rows, zone };
  return (
    <div class={`page view-${route.view}${route.alert === null ? '' : ' has-alert'}`}>
      <header class="top">
        <div class="brand">
          <Mark />
          <span class="brand-name">{report.head.tool.name}</span>
          <span class="brand-version faint">{report.head.tool.version}</span>
        </div>
        <nav class="tabs" aria-label="Views">
          {VIEWS.map((view) => (
            <button
              type="button"
              class="tab"
              aria-current={route.view === view ? 'page' : undefined}
              onClick={() => {
                navigate({ view });
              }}
            >
              {TITLES[view]}
              {view === 'alerts' && <span class="tab-count">{grouped(rows.length)}</span>}
              {view === 'run' && hasProblems(report.run) && (
                <span class="dot" title="has something to say" />
              )}
            </button>
          ))}
        </nav>
        <div class="tools">
          <button
            type="button"
            class="text-button zone"
            onClick={turnZone}
            title="Times in UTC or where you are (z)"
          >
            <Icon name="clock" />
            {zone === 'utc' ? 'UTC' : 'Local'}
          </button>
          <IconButton
            icon={isDark ? 'sun' : 'moon'}
            label={isDark ? 'Light theme' : 'Dark theme'}
            onClick={turnTheme}
          />
          <IconButton
            icon="help"
            label="Keys and help"
            onClick={() => {
              setHelping(true);
            }}
          />
        </div>
      </header>
      <Banners {...props} />
      {route.view !== 'run' && report.rows.length > 0 && (
        <FilterBar {...props} searchRef={search} />
      )}
      <p class="visually-hidden" role="status">
        {isFiltered(route.filter) ? `${counted(rows.length, 'alert')} shown` : ''}
      </p>
      {route.view === 'overview' && <OverviewView {...props} />}
      {route.view === 'alerts' && <AlertsView {...props} />}
      {route.view === 'run' && <RunView {...props} />}
      {isHelping && (
        <HelpDialog
          onClose={() => {
            setHelping(false);
          }}
        />
      )}
    </div>
  );
}

function hasProblems(run: ViewProps['report']['run']): boolean {
  return (
    run === null ||
    run.diagnostics.some(({ severity }) => severity !== 'info') ||
    run.folded.length > 0
  );
}

/** What a reader must know before trusting the numbers. */
function Banners({ report: { run }, navigate }: ViewProps): JSX.Element | null {
  const said: string[] = [];
  if (run === null) said.push('This report was cut off while it was written: alerts are missing.');
  else {
    if (run.summary?.partial === true)
      said.push('The run was stopped before the end of its input: alerts may be missing.');
    const losses = run.summary?.losses ?? 0;
    if (losses > 0)
      said.push(
        `Input was gone before it could be read, ${counted(losses, 'time')}: alerts may be missing.`,
      );
    if (run.leftOut > 0) {
      said.push(
        `${counted(run.leftOut, 'more alert')} than a browser can show; \`-o ndjson\` has them all.`,
      );
    }
  }
  if (said.length === 0) return null;
  return (
    <div class="banner" role="alert">
      <Icon name="warning" />
      <span>{said.join(' ')}</span>
      <button
        type="button"
        class="text-button"
        onClick={() => {
          navigate({ view: 'run' });
        }}
      >
        About the run
      </button>
    </div>
  );
}

function Mark(): JSX.Element {
  return (
    <svg class="mark" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
      <rect x="1" y="1" width="22" height="22" rx="6" />
      <path d="M7 8l4 4-4 4M13 16h4" />
    </svg>
  );
}
