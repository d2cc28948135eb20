// `[[rule.threat]]` -> threat mappings. Entries are kept as the author wrote them; ids that cannot be ATT&CK's are told.
import type { Technique, ThreatEntry, ThreatMapping } from './rule.js';
import type { TableReader } from '../toml/index.js';

const ATTACK = 'MITRE ATT&CK';

const ID_FORMS = {
  tactic: { form: /^TA\d{4}$/, example: 'TA0002' },
  technique: { form: /^T\d{4}$/, example: 'T1059' },
  subtechnique: { form: /^T\d{4}\.\d{3}$/, example: 'T1059.004' },
} as const;

/** The threat mappings of a rule, in the order of the file. `technique` and `subtechnique` may be missing. */
export function readThreat(rule: TableReader): readonly ThreatMapping[] {
  const mappings: ThreatMapping[] = [];
  for (const threat of rule.tables('threat')) {
    threat.allowOnly(['framework', 'tactic', 'technique']);
    const framework = threat.string('framework') ?? ATTACK;
    const isAttack = framework === ATTACK;
    const techniques: Technique[] = [];
    for (const technique of threat.tables('technique')) {
      technique.allowOnly(['id', 'name', 'reference', 'subtechnique']);
      const subtechniques: ThreatEntry[] = [];
      for (const subtechnique of technique.tables('subtechnique')) {
        subtechnique.allowOnly(['id', 'name', 'reference']);
        const entry = readEntry(subtechnique, 'subtechnique', isAttack);
        if (entry !== undefined) subtechniques.push(entry);
      }
      const entry = readEntry(technique, 'technique', isAttack);
      if (entry !== undefined) techniques.push({ ...entry, subtechniques });
    }
    if (!threat.has('tactic')) threat.missing('tactic');
    const tactic = threat.table('tactic');
    tactic?.allowOnly(['id', 'name', 'reference']);
    const entry = tactic && readEntry(tactic, 'tactic', isAttack);
    if (entry !== undefined) mappings.push({ framework, tactic: entry, techniques });
  }
  return mappings;
}

function readEntry(
  table: TableReader,
  kind: keyof typeof ID_FORMS,
  isAttack: boolean,
): ThreatEntry | undefined {
  const id = table.required('id');
  const name = table.required('name');
  const reference = table.string('reference') ?? null;
  if (id === undefined || name === undefined) return undefined;
  const { form, example } = ID_FORMS[kind];
  if (isAttack && !form.test(id)) {
    const message = `expected an ATT&CK ${kind} id such as ${example}, found \`${id}\``;
    table.report('RS107', 'warning', 'id', message);
  }
  return { id, name, reference };
}
