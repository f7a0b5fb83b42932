/**
 * The plain rows of people and sites, gathered from one file per kind. Knows no rules of who may do what.
 */
import { advisorRows } from './advisor-rows.ts';
import { agentRows } from './agent-rows.ts';
import { attemptRows } from './attempt-rows.ts';
import { departmentRows } from './department-rows.ts';
import type { SqlDriver } from './driver.ts';
import { loginRows } from './login-rows.ts';
import { nodeRows } from './node-rows.ts';
import type { PeopleStore } from './people.ts';
import { siteRows } from './site-rows.ts';
import { sweepRows } from './sweep-rows.ts';
import { visitorRows } from './visitor-rows.ts';

/** The people store over a driver whose schema is up to date. */
export function createPeopleStore(driver: SqlDriver): PeopleStore {
  return {
    ...siteRows(driver),
    ...departmentRows(driver),
    ...agentRows(driver),
    ...loginRows(driver),
    ...attemptRows(driver),
    ...visitorRows(driver),
    ...advisorRows(driver),
    ...nodeRows(driver),
    ...sweepRows(driver),
  };
}
