// `-o ecs`: alert documents in the shape of Kibana's, one a line. `-o bulk`: the same as a request to Elasticsearch.
import type { Alert } from '../alert/index.js';
import type { JsonObject } from '../event/index.js';
import { ecsDocuments, suppressionFields, type EcsDocument } from './ecs-alert.js';
import { HeldDocuments, noRepeats, type TwoParts } from './held-documents.js';
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
  linesOf: (found: EcsDocument) => readonly JsonObject[],
): Reporter<Buffer> {
  // Each line by itself: an alert of many large events is longer than a string can be.
  const bytesOf = (alert: Alert): Buffer =>
    Buffer.concat(
      ecsDocuments(alert, settings)
        .flatMap(linesOf)
        .map((line) => Buffer.from(`${jsonText(line)}\n`)),
    );
  const parts: TwoParts = {
    // The last document is the alert itself; it goes on where its object would end.
    first: (alert) => bytesOf(alert).subarray(0, -'}\n'.length),
    second: (alert, repeats) =>
      `,${jsonText(suppressionFields(alert, repeats, settings)).slice(1)}\n`,
  };
  const held = new HeldDocuments(parts);
  return {
    alert: (alert) => {
      if (alert.grouped_by === null) return bytesOf(alert);
      if (settings.isLive !== true) return held.take(alert);
      const behind = Buffer.from(parts.second(alert, noRepeats(alert)));
      return Buffer.concat([parts.first(alert), behind]);
    },
    end: () => held.rest(),
  };
}
