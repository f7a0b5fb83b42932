/**
 * A page that runs one TypeScript file of the tests in a real browser, bundled with the aliases of the real build and
 * served over http from this process. Knows nothing of what the code does.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { build, loadConfigFromFile } from 'vite';
import { ROOT } from './source-files.ts';

/** A served page. */
export interface CodePage {
  readonly port: number;
  /** On 127.0.0.1, which counts as secure. */
  readonly url: string;
  /** Headers of the page from now on. */
  headers: Readonly<Record<string, string>>;
  close(): void;
}

async function bundle(entry: string): Promise<string> {
  const loaded = await loadConfigFromFile({ command: 'build', mode: 'panel' }, `${ROOT}/vite.config.ts`);
  const { define = {}, resolve = {} } = loaded?.config ?? {};
  const lib = { entry: `${ROOT}/tests/helpers/${entry}`, formats: ['es' as const], fileName: 'page' };
  const common = { configFile: false as const, root: ROOT, publicDir: false as const, logLevel: 'silent' as const };
  const output = { codeSplitting: false };
  const built = await build({ ...common, define, resolve, build: { lib, write: false, rolldownOptions: { output } } });
  const [result] = Array.isArray(built) ? built : [built];
  if (!result || !('output' in result)) throw new Error('Nothing was built');
  return result.output[0].code;
}

/** Bundles this file of tests/helpers and serves a page that runs it. */
export async function serveCode(entry: string): Promise<CodePage> {
  const code = await bundle(entry);
  const server = createServer((request, response) => {
    const isCode = request.url === '/page.js';
    for (const [name, value] of Object.entries(page.headers)) response.setHeader(name, value);
    response.setHeader('content-type', isCode ? 'text/javascript' : 'text/html');
    response.end(isCode ? code : '<!doctype html><title>Test</title><script type="module" src="/page.js"></script>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const page: CodePage = { port, url: `http://127.0.0.1:${port}/`, headers: {}, close: () => server.close() };
  return page;
}
