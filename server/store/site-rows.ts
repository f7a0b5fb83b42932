/** Sites as rows. Lists are JSON text, because they are only ever read whole. */
import type { Selectable } from 'kysely';
import type { DepartmentId, SiteId } from '../../protocol/ids.ts';
import type { Topics } from '../domain/decision.ts';
import { departmentRow } from './department-rows.ts';
import { first, lock, rows } from './driver.ts';
import type { SqlDriver, Work } from './driver.ts';
import type { PeopleStore, SiteRecord } from './people.ts';
import type { Database } from './schema.ts';
import { statement } from './statement.ts';

type SiteRow = Selectable<Database['sites']>;

type SiteMethods = Pick<PeopleStore, 'createSite' | 'createFirstSite' | 'updateSite' | 'sites' | 'siteByKey' | 'site'>;

/** The methods of the people store that concern sites. */
export function siteRows({ query, read, write, isOnlyWriter }: SqlDriver): SiteMethods {
  const sites = query.selectFrom('sites').selectAll();
  const byKey = statement<{ key: SiteRecord['key'] }>()((slot) => sites.where('key', '=', slot('key')));
  const siteRecord = sharedRecords();
  /** Where nobody else writes, a site is read once until it changes: every visitor asks for theirs. */
  const remembered = new Map<string, SiteRecord>();
  function* findByKey(key: SiteRecord['key']): Work<SiteRecord | undefined> {
    const row = yield* first(byKey({ key }));
    const record = row && siteRecord(row);
    if (record !== undefined && isOnlyWriter) remembered.set(key, record);
    return record;
  }
  return {
    createSite: (site) =>
      write(function* () {
        yield* rows(query.insertInto('sites').values(siteRow(site)).compile());
      }),
    createFirstSite: (site, department) =>
      write(function* () {
        yield* lock(['sites']);
        if ((yield* first(sites.limit(1).compile())) !== undefined) return false;
        yield* rows(query.insertInto('departments').values(departmentRow(department)).compile());
        yield* rows(query.insertInto('sites').values(siteRow(site)).compile());
        return true;
      }),
    updateSite: (id, change) =>
      write(function* () {
        const set = changedColumns(change);
        if (Object.keys(set).length === 0) return;
        remembered.clear();
        yield* rows(query.updateTable('sites').set(set).where('id', '=', id).compile());
      }),
    sites: () =>
      read(function* () {
        return (yield* rows(sites.orderBy('name').compile())).map(siteRecord);
      }),
    async siteByKey(key) {
      return remembered.get(key) ?? (await read(() => findByKey(key as SiteRecord['key'])));
    },
    site: (id) =>
      read(function* () {
        const row = yield* first(sites.where('id', '=', id).compile());
        return row && siteRecord(row);
      }),
  };
}

function changedColumns({ name, brand, origins, contactUrl, phone, departments, topics }: Partial<SiteRecord>) {
  return {
    ...(name !== undefined && { name }),
    ...(brand !== undefined && { brand }),
    ...(origins !== undefined && { origins: JSON.stringify(origins) }),
    ...(contactUrl !== undefined && { contact_url: contactUrl }),
    ...(phone !== undefined && { phone: phone && phone.number, phone_cost: phone && phone.cost }),
    ...(departments !== undefined && { departments: JSON.stringify(departments) }),
    ...(topics !== undefined && { topics: JSON.stringify(topics) }),
  };
}

function siteRow(site: SiteRecord): SiteRow {
  return {
    id: site.id,
    key: site.key,
    name: site.name,
    brand: site.brand,
    origins: JSON.stringify(site.origins),
    contact_url: site.contactUrl,
    phone: site.phone && site.phone.number,
    phone_cost: site.phone && site.phone.cost,
    departments: JSON.stringify(site.departments),
    topics: JSON.stringify(site.topics),
  };
}

/**
 * Records out of rows; for as long as a row stays the same, one record stands for it, because every visitor of the site
 * is handed it at the door.
 */
function sharedRecords(): (row: SiteRow) => SiteRecord {
  const known = new Map<SiteId, { readonly row: SiteRow; readonly record: SiteRecord }>();
  return (row) => {
    const before = known.get(row.id);
    if (before !== undefined && isSameRow(before.row, row)) return before.record;
    const record = siteRecord(row);
    known.set(row.id, { row, record });
    return record;
  };
}

function isSameRow(one: SiteRow, other: SiteRow): boolean {
  return (Object.keys(one) as (keyof SiteRow)[]).every((column) => one[column] === other[column]);
}

function siteRecord(row: SiteRow): SiteRecord {
  return {
    id: row.id,
    key: row.key,
    name: row.name,
    brand: row.brand,
    origins: JSON.parse(row.origins) as string[],
    contactUrl: row.contact_url,
    phone: row.phone === null ? null : { number: row.phone, cost: row.phone_cost ?? '' },
    departments: JSON.parse(row.departments) as DepartmentId[],
    topics: JSON.parse(row.topics) as Topics,
  };
}
