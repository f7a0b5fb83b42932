/** Departments as rows. Hours and promises are JSON text, because they are only ever read whole. */
import type { Selectable } from 'kysely';
import type { Department, NewDepartment, WrittenHours } from '../../protocol/departments.ts';
import { first, rows } from './driver.ts';
import type { SqlDriver } from './driver.ts';
import type { PeopleStore } from './people.ts';
import type { Database } from './schema.ts';

type DepartmentMethods = Pick<
  PeopleStore,
  'createDepartment' | 'departments' | 'department' | 'updateDepartment' | 'deleteDepartment'
>;

/** The methods of the people store that concern departments. */
export function departmentRows({ query, read, write }: SqlDriver): DepartmentMethods {
  const departments = query.selectFrom('departments').selectAll();
  return {
    createDepartment: (department) =>
      write(function* () {
        yield* rows(query.insertInto('departments').values(departmentRow(department)).compile());
      }),
    departments: () =>
      read(function* () {
        return (yield* rows(departments.orderBy('name').orderBy('id').compile())).map(departmentOf);
      }),
    department: (id) =>
      read(function* () {
        const row = yield* first(departments.where('id', '=', id).compile());
        return row && departmentOf(row);
      }),
    updateDepartment: (id, settings) =>
      write(function* () {
        yield* rows(query.updateTable('departments').set(columnsOf(settings)).where('id', '=', id).compile());
      }),
    deleteDepartment: (id) =>
      write(function* () {
        yield* rows(query.deleteFrom('departments').where('id', '=', id).compile());
      }),
  };
}

/** A department as its row. */
export function departmentRow({ id, ...settings }: Department) {
  return { id, ...columnsOf(settings) };
}

function columnsOf({ hours, promise, ...plain }: NewDepartment) {
  return { ...plain, hours: hours && JSON.stringify(hours), promise: promise && JSON.stringify(promise) };
}

function departmentOf({ hours, promise, ...plain }: Selectable<Database['departments']>): Department {
  return {
    ...plain,
    hours: hours === null ? null : (JSON.parse(hours) as WrittenHours),
    promise: promise === null ? null : (JSON.parse(promise) as NewDepartment['promise']),
  };
}
