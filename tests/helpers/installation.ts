/**
 * A shop that is too big for one server: two real processes of the product over one PostgreSQL and one Redis, behind a
 * load balancer, all on free ports. Each process can be stopped, killed and started again. Knows how they are put
 * together; knows nothing of what is said.
 */
import { startBalancer } from './balancer.ts';
import type { Balancer } from './balancer.ts';
import { startPostgres, startRedis } from './data-servers.ts';
import type { Postgres, Redis } from './data-servers.ts';
import { startProduct } from './product.ts';
import type { Product } from './product.ts';
import { freePort, until } from './services.ts';

/** One of its servers. */
export interface Node extends Product {
  readonly port: number;
}

export interface Installation {
  /** Web origin for browsers. */
  readonly url: string;
  readonly databaseUrl: string;
  readonly postgres: Postgres;
  readonly redis: Redis;
  readonly nodes: readonly [Node, Node];
  /** New connections go to this one as long as it is ready. */
  prefer(node: Node): void;
  /** Waits until the load balancer sends people to this node. */
  inUse(node: Node): Promise<unknown>;
  /** Ends everything. */
  close(): Promise<void>;
}

async function startNode(balancer: Balancer, settings: Record<string, string>): Promise<Node> {
  const port = await freePort();
  const product = await startProduct({
    ...settings,
    SHOPBELL_PORT: String(port),
    SHOPBELL_URL: `http://localhost:${balancer.port}`,
  });
  return { ...product, port };
}

/** Starts an empty one. */
export async function startInstallation(settings: Record<string, string> = {}): Promise<Installation> {
  const [postgres, redis, balancer] = await Promise.all([startPostgres(), startRedis(), startBalancer()]);
  const databaseUrl = await postgres.newDatabase();
  const shared = {
    ...{ SHOPBELL_DATABASE_URL: databaseUrl, SHOPBELL_REDIS_URL: redis.url },
    ...{ SHOPBELL_DRAIN: '1', ...settings },
  };
  // One after the other: only the first one builds the bundles, if they are stale.
  const nodes = [await startNode(balancer, shared), await startNode(balancer, shared)] as const;
  const prefer = ({ port }: Node): void => {
    const others = nodes.map((node) => node.port).filter((each) => each !== port);
    balancer.order([port, ...others]);
  };
  const inUse = ({ port }: Node): Promise<unknown> =>
    until(() => balancer.isReady(port), { what: 'the load balancer uses the node' });
  prefer(nodes[0]);
  await Promise.all(nodes.map(inUse));
  return {
    url: `http://localhost:${balancer.port}`,
    ...{ databaseUrl, postgres, redis, nodes, prefer, inUse },
    async close() {
      await Promise.all(nodes.map((node) => node.close()));
      await Promise.all([balancer.close(), postgres.remove(), redis.remove()]);
    },
  };
}
