import { describe, expect, test } from '@jest/globals';
import { DocumentEvent, FieldSet, type JsonObject } from '../../src/event/index.js';
import { renderDiagnostic } from '../../src/source/index.js';
import { compileCondition } from '../../src/tuning/index.js';

function compiled(text: string): {
  readonly holds: ((document: JsonObject) => boolean) | null;
  readonly told: string;
} {
  const fields = new FieldSet();
  const context = { fields, categoryField: 'event.category' };
  const { condition, diagnostics } = compileCondition({ name: '--where', text }, context);
  const event = new DocumentEvent(fields);
  return {
    holds:
      condition &&
      ((document) => {
        event.reset(document);
        return condition(event);
      }),
    told: diagnostics.map((diagnostic) => renderDiagnostic(diagnostic)).join(''),
  };
}

const NC = { event: { category: ['process'] }, process: { name: 'nc' } };

describe('a condition', () => {
  test.each<[string, boolean]>([
    ['process.name == "nc"', true],
    ['process.name : "N*"', true],
    ['not process.name == "nc"', false],
    ['process where process.name == "nc"', true],
    ['network where process.name == "nc"', false],
    ['any where true', true],
    ['process.name == "where"', false],
    ['true', true],
  ])('%s is %s', (text, expected) => {
    expect(compiled(text).holds?.(NC)).toBe(expected);
  });

  test.each([
    ['process.name = "nc"', 'RS208', '--where:1:14'],
    ['process where process.nme == "nc" and', 'RS20', '--where:1:'],
    ['', 'RS20', '--where:1:1'],
    ['sequence [process where true] [network where true]', 'RS460', '--where:1:1'],
    ['process where true | head 3', 'RS460', '--where:1:1'],
    ['true | head 3', 'RS460', '--where:1:1'],
  ])('"%s" is refused', (text, code, place) => {
    const { holds, told } = compiled(text);
    expect(holds).toBeNull();
    expect(told).toContain(`[${code}`);
    expect(told).toContain(place);
  });
});
