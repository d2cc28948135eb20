/** Texts of queries of every kind of test and of plan, over the fields of `kernel-documents.ts`. */
import type { FieldType } from '../../src/event/index.js';
import type { QueryText } from './kernel.js';

const AUDITD = ['auditbeat-*', 'logs-auditd_manager.auditd-*'];
const ENDPOINT = ['logs-endpoint.events.*'];

export const QUERY_TEXTS: readonly QueryText[] = [
  'any where true',
  'process where process.name == "sh"',
  'process where process.name in ("sh", "bash", "é", "1", "true")',
  'any where process.name : ("BASH", "cu*", "é*", "*http")',
  'any where process.executable like "/tmp/*"',
  'process where process.executable like~ "/tmp/*.sh" or endsWith~(process.command_line, "HTTP")',
  'any where process.command_line like~ "*curl*http*"',
  'any where cidrMatch(destination.ip, "10.0.0.0/8", "::1/128")',
  'any where process.parent.name != null and process.parent.name != "sh"',
  'process where process.name == null or not process.args : "-*"',
  'any where process.args_count >= 2 and process.args_count != 3',
  'any where process.args_count == 1 or user.id == "1000"',
  'any where process.interactive == true and host.os.type == "linux"',
  'any where not (process.name : "s*" and process.executable : "/tmp/*") and message != null',
  'any where length(process.name) > 3 and host.os.type in ("linux", "macos")',
  { query: 'process where process.parent.name == "sh"', index: AUDITD },
  { query: 'any where process.name : "sh" or process.parent.name : "sh"', index: ENDPOINT },
  'sequence by host.id with maxspan=2s [process where process.name : "*sh"] [any where process.args == "-c"]',
  'sequence by host.id, ?user.id [any where process.name == "sh"] [any where true] until [file where true]',
  'sequence by process.args [process where true] [any where process.name != "sh"]',
  'sequence [any where process.args_count > 0] by process.args_count [any where true] by user.id',
  'sequence by host.id with maxspan=3s [process where process.name : "sh"] ![any where process.args == "-i"]',
  'sample by host.id [any where process.name : "sh"] [any where process.name : "bash"]',
  'process where host.os.type : "Linux" and length(process.name) > 4',
  'any where process.nothing == "x" and host.os.type == "linux"',
  'registry where true',
];

/** What their fields are declared as. */
export function queryFieldType(path: string): FieldType | undefined {
  return path === 'destination.ip' ? 'ip' : path === 'process.args_count' ? 'long' : undefined;
}
