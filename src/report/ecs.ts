// `-o ecs`: alert documents in the shape of Kibana's, one a line. `-o bulk`: the same as a request to Elasticsearch.
import type { Alert } from '../alert/index.js';
import type { JsonObject } from '../event/index.js';
import { ecsDocuments } from './ecs-alert.js';
import { jsonText } from './json-text.js';
import type { MakeReporter, Reporter, ReportSettings } from './reporter.js';

/**
 * A data stream that Elasticsearch makes by itself, with the field types of ECS and with mistakes of type forgiven. An
 * index of Kibana's own is for Kibana to write.
 */
const DEFAULT_INDEX = 'logs-rshell_scan.alerts-default';

/** A document a line. */
export const ecsReport: MakeReporter = (settings) =>
  documentReport(settings, ({ document }) => [document]);

/**
 * The body of a `_bulk` request. The id of an alert is that of its document, and `create` leaves alone what is there: what is
 * sent twice is stored once.
 */
export const bulkReport: MakeReporter = (settings) => {
  const _index = settings.bulkIndex ?? DEFAULT_INDEX;
  return documentReport(settings, ({ id, document }) => [
    { create: { _index, _id: id } },
    document,
  ]);
};

function documentReport(
  settings: ReportSettings,
  linesOf: (found: ReturnType<typeof ecsDocuments>[number]) => readonly JsonObject[],
): Reporter<Buffer> {
  return {
    // Each line by itself: an alert of many large events is longer than a string can be.
    alert: (alert: Alert) =>
      Buffer.concat(
        ecsDocuments(alert, settings)
          .flatMap(linesOf)
          .map((line) => Buffer.from(`${jsonText(line)}\n`)),
      ),
    end: () => '',
  };
}
