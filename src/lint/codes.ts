/** What can be questioned in a rule that loads: RS140-RS169 about its metadata, RS274-RS289 about its query. */
export const LINT_CODES = {
  RS140: 'ATT&CK has no such id',
  RS141: 'ATT&CK id was revoked',
  RS142: 'ATT&CK id is deprecated',
  RS143: 'technique does not belong to the tactic',
  RS144: 'ATT&CK name or reference is that of another id',
  RS145: 'two rules have the same name',
  RS146: 'two rules have the same query',
  RS148: 'severity and risk score disagree',
  RS149: 'index pattern without events for the query',
  RS150: 'no index pattern holds events of the category',
  RS151: 'no test of the operating system',
  RS152: 'the rule looks back less far than its sequence lasts',

  RS274: 'unknown value of a field whose values are known',
  RS275: 'values that differ only by case',
  RS276: '`and` and `or` mixed without brackets',
  RS277: '`not` covers one alternative only',
  RS278: 'alternatives that exclude nothing',
  RS279: 'condition that never holds',
  RS280: 'condition that always holds',
  RS281: 'entry that can never decide',
  RS282: 'entry written twice',
  RS283: 'condition written twice',
  RS284: 'sequence without join keys',
  RS285: 'sequence without a time limit',
  RS286: 'alternative that another one covers',
  RS287: 'strings in the order of a number',
} as const;

/** A code of this folder. */
export type LintCode = keyof typeof LINT_CODES;
