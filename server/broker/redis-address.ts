/**
 * What an address of Redis means: one server, or a cluster, which is said by several hosts or by the scheme. Knows no
 * connection.
 */

/** One server, or some of a cluster's. */
export interface RedisAddress {
  readonly isCluster: boolean;
  /** `redis://` or `rediss://` addresses, with user and password. */
  readonly urls: readonly [string, ...string[]];
  /** Number of the database; in a cluster there is only 0. */
  readonly database: string;
}

const SHAPE = /^(rediss?)(-cluster)?:\/\/(?:([^/@]*)@)?([^/@?#]+)(?:\/(\d*))?$/;

/**
 * `redis://[user:password@]host[:port][/database]`, `rediss://` with TLS; a cluster by several `host:port,host:port`, or
 * as `redis-cluster://` with at least one. Undefined for anything else.
 */
export function readRedisAddress(text: string): RedisAddress | undefined {
  const [, scheme = '', cluster, user, hosts = '', database = ''] = SHAPE.exec(text) ?? [];
  const login = user === undefined ? '' : `${user}@`;
  const urls = hosts.split(',').map((host) => `${scheme}://${login}${host}/${database}`);
  const isCluster = cluster !== undefined || urls.length > 1;
  const [first, ...others] = urls;
  if (first === undefined || !urls.every((url) => URL.canParse(url) && new URL(url).hostname !== '')) return undefined;
  // A cluster has no numbered databases.
  return isCluster && database !== '' ? undefined : { isCluster, urls: [first, ...others], database: database || '0' };
}
