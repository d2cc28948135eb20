// What every view works with.
import type { Filter } from '../model/filter.js';
import type { Report, ReportRow } from '../model/report.js';
import type { Route } from '../model/route.js';
import type { Zone } from '../model/words.js';
import type { Navigate } from '../parts/use-route.js';
import type { StoryData } from '../../data.js';

export interface ViewProps {
  readonly report: Report;
  readonly storyOf: (index: number) => StoryData | null;
  readonly route: Route;
  readonly navigate: Navigate;
  readonly setFilter: (filter: Filter) => void;
  /** The alerts that the filter lets through. */
  readonly rows: readonly ReportRow[];
  readonly zone: Zone;
}
