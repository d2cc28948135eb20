// `-o markdown`: a page for an issue, a wiki or a pull request.
import { AlertPage } from './alert-page.js';
import type { MakeReporter } from './reporter.js';

export const markdownReport: MakeReporter = () => {
  const page = new AlertPage({ alertsPerRule: 100, size: Infinity });
  return {
    alert: (alert) => {
      page.add(alert);
      return '';
    },
    end: (run) => page.text(run),
  };
};
