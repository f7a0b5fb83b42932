/**
 * Departments over the console's doors: what an owner decides is kept whole or refused with the field and the reason,
 * and a preview shows the days that hours make. Time is the test's own.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UNDECIDED } from '../../protocol/departments.ts';
import type { Department, NewDepartment, WrittenHours } from '../../protocol/departments.ts';
import type { SignedIn } from '../../server/switchboard/identity.ts';
import { startApp } from '../helpers/app.ts';
import type { TestApp } from '../helpers/app.ts';
import { FakeClock } from '../helpers/fake-clock.ts';

const SHORTLY_BEFORE_CHRISTMAS = Date.parse('2026-12-20T12:00Z');
const NINE_TO_FIVE = [{ from: 9 * 60, to: 17 * 60 }];

let test: TestApp;
let owner: SignedIn;
let agent: SignedIn;

beforeAll(async () => {
  test = await startApp({ parts: { clock: new FakeClock(SHORTLY_BEFORE_CHRISTMAS) } });
  owner = await test.person('Mia Berger');
  agent = await test.person('Tom Huber');
});
afterAll(() => test.close());

interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown> & {
    readonly error?: { readonly message: string; readonly details?: { readonly field?: string } };
  };
}

/** `sent` is a method and an address, as in "GET /v1". */
async function ask(sent: string, json?: unknown, who = owner): Promise<Answer> {
  const [method = '', path = ''] = sent.split(' ');
  const headers = { ...test.asConsole(who), ...(json !== undefined && { 'content-type': 'application/json' }) };
  const body = json === undefined ? {} : { body: JSON.stringify(json) };
  const response = await fetch(test.url + path, { method, headers, ...body });
  const text = await response.text();
  return { status: response.status, body: text === '' ? {} : (JSON.parse(text) as Answer['body']) };
}

const aDepartment = (told: Partial<NewDepartment> = {}): NewDepartment => ({ ...UNDECIDED, name: 'Returns', ...told });

const someHours = (told: Partial<WrittenHours> = {}): WrittenHours => ({
  zone: 'Europe/Berlin',
  week: [...Array.from({ length: 5 }, () => NINE_TO_FIVE), [], []],
  region: 'DE-BY',
  special: [],
  ...told,
});

async function created(told: Partial<NewDepartment> = {}): Promise<Department> {
  const { body } = await ask('POST /v1/console/departments', aDepartment(told));
  return body['department'] as Department;
}

describe('a department', () => {
  it('is kept with its hours, and changed as a whole', async () => {
    const help = await created({ name: 'Help', hours: someHours() });
    const settings = aDepartment({ name: 'Helping hands', kind: 'partner' });
    expect(await ask(`PUT /v1/console/departments/${help.id}`, settings)).toMatchObject({ status: 200 });
    const { body } = await ask('GET /v1/console/departments', undefined, agent);
    expect(body['departments']).toContainEqual({ ...settings, id: help.id });
  });

  it('is nobody’s to change but an owner’s or an admin’s', async () => {
    expect((await ask('POST /v1/console/departments', aDepartment(), agent)).status).toBe(403);
    const help = await created();
    expect((await ask(`PUT /v1/console/departments/${help.id}`, aDepartment(), agent)).status).toBe(403);
    expect((await ask(`DELETE /v1/console/departments/${help.id}`, undefined, agent)).status).toBe(403);
    const work = { departments: [], skills: [], chatCapacity: 9, callCapacity: 1 };
    expect((await ask(`PUT /v1/console/agents/${agent.agent.id}/work`, work, agent)).status).toBe(403);
  });

  it.each<[string, string, Partial<WrittenHours>]>([
    ['in no zone', 'hours.zone', { zone: 'Europe/Bielefeld' }],
    ['that overlap', 'hours.week.0', { week: [[...NINE_TO_FIVE, { from: 600, to: 700 }], [], [], [], [], [], []] }],
    ['on no day', 'hours.special.0.date', { special: [{ date: '2026-02-30', name: '', openings: [] }] }],
    ['with holidays of nowhere', 'hours.region', { region: 'DE-XX' }],
  ])('[PR2] with hours %s is refused with the field', async (_what, field, told) => {
    const before = (await ask('GET /v1/console/departments')).body;
    const { status, body } = await ask('POST /v1/console/departments', aDepartment({ hours: someHours(told) }));
    expect([status, body.error?.details?.field]).toEqual([400, field]);
    expect((await ask('GET /v1/console/departments')).body).toEqual(before);
  });

  it('[RT9] that would overflow to itself is refused, with the way', async () => {
    const night = await created({ name: 'Night' });
    const evening = await created({ name: 'Evening', overflow: night.id });
    const day = await created({ name: 'Day', overflow: evening.id });
    const change = aDepartment({ name: 'Night', overflow: day.id });
    const { status, body } = await ask(`PUT /v1/console/departments/${night.id}`, change);
    expect([status, body.error?.details?.field]).toEqual([400, 'overflow']);
    expect(body.error?.message).toContain('by way of Day and Evening');
    expect(await test.app.store.people.department(night.id)).toEqual(night);
  });

  it('goes only when nothing hangs on it', async () => {
    const target = await created({ name: 'Target' });
    const other = await created({ name: 'Other', overflow: target.id });
    const remove = (id: string) => ask(`DELETE /v1/console/departments/${id}`);
    expect(await remove(target.id)).toMatchObject({ status: 409, body: { error: { code: 'conflict' } } });
    expect((await remove(test.site.departments[0]!)).body.error?.message).toContain(test.site.name);
    expect((await remove(other.id)).status).toBe(204);
    expect((await remove(target.id)).status).toBe(204);
    expect((await remove(target.id)).status).toBe(404);
  });
});

describe('a preview of hours', () => {
  it('shows two weeks with the holidays of the region and the days that are different', async () => {
    const special = [{ date: '2026-12-24', name: 'Christmas Eve', openings: [{ from: 540, to: 720 }] }] as const;
    const hours = someHours({ special: special.map((day) => ({ ...day, openings: [...day.openings] })) });
    const { body } = await ask('POST /v1/console/hours/preview', hours);
    const days = body['days'] as { date: string; openings: object[]; name: string | null }[];
    expect(days.map(({ date }) => date.slice(5))).toEqual(
      ['20', '21', '22', '23', '24', '25', '26', '27', '28', '29', '30', '31']
        .map((day) => `12-${day}`)
        .concat('01-01', '01-02'),
    );
    const on = (date: string) => days.find((day) => day.date.endsWith(date));
    expect(on('12-21')).toMatchObject({ openings: NINE_TO_FIVE, name: null });
    expect(on('12-24')).toMatchObject({ openings: [{ from: 540, to: 720 }], name: 'Christmas Eve' });
    expect([on('12-25'), on('01-01')].map((day) => day?.openings)).toEqual([[], []]);
    expect(on('01-01')?.name).toBe('Neujahr');
    const { body: open } = await ask('POST /v1/console/hours/preview', { ...hours, region: null });
    expect((open['days'] as typeof days).find(({ date }) => date.endsWith('12-25'))?.openings).toEqual(NINE_TO_FIVE);
  });

  it('knows the states of Germany, Austria and Switzerland', async () => {
    const count = async (country: string) => {
      const { body } = await ask(`GET /v1/console/hours/regions/${country}`);
      return (body['regions'] as object[]).length;
    };
    expect([await count('DE'), await count('AT'), await count('CH')]).toEqual([16, 9, 26]);
  });
});

describe('the work of an agent', () => {
  it('is decided by owners, in departments that exist', async () => {
    const { id } = await created({ name: 'Sales' });
    const work = { departments: [id], skills: ['returns'], chatCapacity: 2, callCapacity: 0 };
    const path = `/v1/console/agents/${agent.agent.id}/work`;
    expect((await ask(`PUT ${path}`, work)).body).toMatchObject({ agent: { work } });
    expect(await test.app.store.people.agent(agent.agent.id)).toMatchObject(work);
    const { status, body } = await ask(`PUT ${path}`, { ...work, departments: [agent.agent.id] });
    expect([status, body.error?.details?.field]).toEqual([400, 'departments']);
    expect((await ask(`PUT ${path}`, { ...work, chatCapacity: 0 })).status).toBe(400);
  });
});
