/**
 * Holds docs/protocol.md and the tests against each other: every rule has a test whose title carries its id, and every
 * id in a title is a rule. Knows how rules and titles are written; cannot know whether a test is worth its title.
 */
import { Visitor, type ESTree } from 'vite';
import { describe, expect, it } from 'vitest';
import { parseSource, readSource, readText, typescriptFiles } from '../helpers/source-files.ts';
import type { SourceFile } from '../helpers/source-files.ts';

const FAMILIES = ['FR', 'CO', 'EV', 'RS', 'ST', 'BR', 'RT', 'QU', 'TR', 'PR', 'CH', 'CA', 'VI', 'HK', 'ER'];
const ID = `(?:${FAMILIES.join('|')})[1-9][0-9]*`;

/** Ids of the rules that a specification defines, in its order. */
const definedRules = (text: string): string[] =>
  [...text.matchAll(new RegExp(`^\\*\\*(${ID})\\*\\*`, 'gm'))].map(([, id = '']) => id);

/** Whether this is `it`, `test` or one of their members that run: `it.each(…)`, `test.for(…)`, but not `it.skip`. */
function runs(callee: ESTree.Node): boolean {
  if (callee.type === 'Identifier') return callee.name === 'it' || callee.name === 'test';
  if (callee.type === 'CallExpression') return runs(callee.callee);
  if (callee.type === 'TaggedTemplateExpression') return runs(callee.tag);
  if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return false;
  return !['skip', 'todo', 'skipIf', 'runIf'].includes(callee.property.name) && runs(callee.object);
}

function fixedText(node: ESTree.Node | undefined): string {
  if (node?.type === 'Literal' && typeof node.value === 'string') return node.value;
  return node?.type === 'TemplateLiteral' ? node.quasis.map(({ value }) => value.raw).join('…') : '';
}

/** Ids in the titles of the tests of one file; several in one title are `[CO2] [ST2]`. */
function testedRules(file: SourceFile): string[] {
  const titles: string[] = [];
  new Visitor({
    CallExpression: ({ callee, arguments: given }) => {
      if (runs(callee)) titles.push(fixedText(given[0]));
    },
  }).visit(file.program);
  return titles.flatMap((title) => [...title.matchAll(/\[([A-Z]{2}\d+)\]/g)].map(([, id = '']) => id));
}

const tested = (text: string): string[] => testedRules(parseSource('tests/x.test.ts', text));

describe('the specification and the tests', () => {
  const rules = definedRules(readText('docs/protocol.md'));
  // Contract suites stand in helpers, so every file below tests/ counts, but not this one with its examples.
  const titled = new Set(
    typescriptFiles('tests')
      .filter((path) => path !== 'tests/unit/spec-coverage.test.ts')
      .map(readSource)
      .flatMap(testedRules),
  );

  it('the specification has rules, each defined once', () => {
    expect(rules.length).toBeGreaterThan(0);
    expect(rules.filter((id, index) => rules.indexOf(id) !== index)).toEqual([]);
  });

  it('every rule has a test whose title carries its id', () => {
    expect(rules.filter((id) => !titled.has(id))).toEqual([]);
  });

  it('every id in a title is a rule', () => {
    expect([...titled].filter((id) => !rules.includes(id))).toEqual([]);
  });
});

describe('reading rules and titles', () => {
  it('finds a rule only at the start of a line, in bold, of a known family', () => {
    expect(definedRules('**FR1** One.\n\nSee **FR2**.\n**XX3** Three.\nFR4 four\n**ST12** Twelve.')).toEqual([
      'FR1',
      'ST12',
    ]);
    expect(definedRules('# A specification without rules')).toEqual([]);
  });

  it('finds ids in titles of tests that run, and nowhere else', () => {
    expect(tested("it('[RT4] an agent at capacity is never reserved', () => {});")).toEqual(['RT4']);
    expect(tested('test(`[CO2] [ST2] over ${driver}`, () => {});')).toEqual(['CO2', 'ST2']);
    expect(tested("it.each([1])('[EV2] %i', () => {});")).toEqual(['EV2']);
    expect(tested("it.skip('[RT4] never', () => {}); it.todo('[RT5] later');")).toEqual([]);
    expect(tested("// [RT4]\nconst title = '[RT5]';\ndescribe('[RT6] a group', () => {});")).toEqual([]);
  });
});
