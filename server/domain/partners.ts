/**
 * Who belongs to another company: people all of whose departments are partners. They answer visitors like everybody else,
 * and are shown less (VI5). It knows departments, and no conversation.
 */
import type { Department } from '../../protocol/departments.ts';
import type { DepartmentId } from '../../protocol/ids.ts';

/** The partner of somebody in these departments, by name; undefined for the shop's own people. */
export function partnerOf(
  departments: readonly DepartmentId[],
  all: readonly Pick<Department, 'id' | 'name' | 'kind'>[],
): string | undefined {
  const own = all.filter(({ id }) => departments.includes(id));
  return own.every(({ kind }) => kind === 'partner') ? own[0]?.name : undefined;
}
