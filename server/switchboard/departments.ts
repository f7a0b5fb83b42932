/**
 * What owners decide about departments: it is checked before it is kept, and hours are shown as the days that they make.
 * It knows which decisions fit together; what follows from them is routing's and the promises' business.
 */
import { refuse } from '../../protocol/errors.ts';
import type { Refusal } from '../../protocol/errors.ts';
import type { Department, NewDepartment, PreviewDay, WrittenHours } from '../../protocol/departments.ts';
import type { DepartmentId } from '../../protocol/ids.ts';
import type { Clock, IdSource } from '../clock.ts';
import { openingsOn, problemsOf } from '../domain/hours.ts';
import type { Hours } from '../domain/hours.ts';
import { addDays, dateAt } from '../domain/zone.ts';
import type { HolidayBook } from '../holidays.ts';
import type { Store } from '../store/store.ts';

export interface DepartmentParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly holidays: HolidayBook;
}

/** Days of a preview. */
const PREVIEW_DAYS = 14;

const NO_SUCH = refuse('not_found', 'There is no such department.');

/** Something wrong with one field, for the console to show beside it. */
function wrong(field: string, reason: string): Refusal {
  return refuse('invalid', `${field}: ${reason}`, { details: { field } });
}

export class Departments {
  readonly #parts: DepartmentParts;

  constructor(parts: DepartmentParts) {
    this.#parts = parts;
  }

  /** A new department, which nobody is in and no site routes to. */
  async create(settings: NewDepartment): Promise<Department | Refusal> {
    const { store, ids } = this.#parts;
    const department: Department = { ...settings, id: ids.uuid() as DepartmentId };
    const refused = await this.#refusal(department);
    if (refused !== undefined) return refused;
    await store.people.createDepartment(department);
    return department;
  }

  /** Other settings for a department; nothing changes if they do not fit together with the other departments. */
  async change(id: DepartmentId, settings: NewDepartment): Promise<Department | Refusal> {
    const { people } = this.#parts.store;
    if ((await people.department(id)) === undefined) return NO_SUCH;
    const department = { ...settings, id };
    const refused = await this.#refusal(department);
    if (refused !== undefined) return refused;
    await people.updateDepartment(id, settings);
    return department;
  }

  /** Removes a department that nothing hangs on. */
  async remove(id: DepartmentId): Promise<Refusal | undefined> {
    const { store } = this.#parts;
    const { people } = store;
    if ((await people.department(id)) === undefined) return NO_SUCH;
    const site = (await people.sites()).find(({ departments }) => departments.includes(id));
    if (site) return refuse('conflict', `${site.name} sends its visitors there. Let it send them elsewhere first.`);
    const other = (await people.departments()).find(({ overflow }) => overflow === id);
    if (other) return refuse('conflict', `${other.name} overflows to it. Choose another overflow there first.`);
    const [conversation] = await store.conversations({ departments: [id], limit: 1 });
    if (conversation) return refuse('conflict', 'It has conversations, and they must stay readable for somebody.');
    for (const agent of await people.agents()) {
      if (!agent.departments.includes(id)) continue;
      await people.updateAgent(agent.id, { departments: agent.departments.filter((each) => each !== id) });
    }
    await people.deleteDepartment(id);
    return undefined;
  }

  /** What the next two weeks would be with these hours, or what is wrong with them. */
  async preview(written: WrittenHours): Promise<readonly PreviewDay[] | Refusal> {
    const refused = await this.#refusedHours(written);
    if (refused !== undefined) return refused;
    const now = this.#parts.clock.now();
    const hours = await this.hours(written, now);
    const today = dateAt(written.zone, now);
    const holidays = new Map((await this.#holidays(written, now)).map(({ date, name }) => [date, name]));
    return Array.from({ length: PREVIEW_DAYS }, (_, index): PreviewDay => {
      const date = addDays(today, index);
      const special = written.special.find((day) => day.date === date);
      const openings = openingsOn(hours, date).map(({ from, to }) => ({ from, to }));
      return { date, openings, name: special?.name ?? holidays.get(date) ?? null };
    });
  }

  /** Country whose holidays the first department with a region keeps: where the company is at home, if anywhere. */
  async country(): Promise<string | undefined> {
    const departments = await this.#parts.store.people.departments();
    return departments.find(({ hours }) => hours?.region)?.hours?.region?.slice(0, 2);
  }

  /** The hours with the holidays of their region, for as long as anybody looks ahead from now. */
  async hours(written: WrittenHours, now: number): Promise<Hours> {
    const { zone, week, special } = written;
    return { zone, week, special, holidays: (await this.#holidays(written, now)).map(({ date }) => date) };
  }

  async #holidays({ region, zone }: WrittenHours, now: number) {
    if (region === null) return [];
    const year = Number(dateAt(zone, now).slice(0, 4));
    const years = [year, year + 1, year + 2].map((each) => this.#parts.holidays.of(region, each));
    return (await Promise.all(years)).flat();
  }

  async #refusal({ id, hours, overflow }: Department): Promise<Refusal | undefined> {
    return (
      (hours && (await this.#refusedHours(hours))) ??
      (overflow === null ? undefined : this.#refusedOverflow(id, overflow))
    );
  }

  async #refusedHours(hours: WrittenHours): Promise<Refusal | undefined> {
    const [problem] = problemsOf(hours);
    if (problem !== undefined) return wrong(`hours.${problem.field}`, problem.reason);
    if (hours.region === null || (await this.#parts.holidays.knows(hours.region))) return undefined;
    return wrong('hours.region', `No public holidays are known for ${hours.region}.`);
  }

  /** Whoever overflows must arrive somewhere. */
  async #refusedOverflow(id: DepartmentId, overflow: DepartmentId): Promise<Refusal | undefined> {
    const departments = new Map((await this.#parts.store.people.departments()).map((each) => [each.id, each]));
    const way: string[] = [];
    for (let next: DepartmentId | null = overflow; next !== null;) {
      if (next === id) {
        const round = way.length === 0 ? 'itself' : `itself by way of ${way.join(' and ')}`;
        return wrong('overflow', `It would overflow to ${round}.`);
      }
      const department: Department | undefined = departments.get(next);
      if (department === undefined) return wrong('overflow', 'There is no such department.');
      way.push(department.name);
      next = department.overflow;
    }
    return undefined;
  }
}
