/**
 * How the browser bundles are made: three builds of one project, chosen by `--mode`, run in this order by
 * scripts/build.ts because the loader must know the hashed name of the panel. Knows entries and output names; knows
 * nothing of what the code does, and nothing of the server, which serves `dist/web` as it lies there:
 *
 * - `panel`: widget/index.ts → dist/web/widget/panel-HASH.js and the chunks that it loads on demand (the call).
 * - `console`: agent-console/index.html → dist/web/console/.
 * - `loader`: widget/loader.ts → dist/web/shopbell.js, the one classic script that an owner pastes.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig, type UserConfig } from 'vite';
import { CLOSE, LIMITS, POLL, TIMES } from './protocol/constants.ts';
import { shrink } from './scripts/shrink.ts';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
const stub = (name: string): string => path(`client/call/simple-peer-stubs/${name}.cjs`);

const OUT = path('dist/web');
const PANEL_OUT = `${OUT}/widget`;
const PANEL_ENTRY = 'widget/index.ts';

const common: UserConfig = {
  root: path('.'),
  publicDir: false,
  logLevel: 'warn',
  // simple-peer is made for Node; these four small files replace 70 kB of Node's own library.
  define: { global: 'globalThis' },
  resolve: {
    alias: {
      'readable-stream': stub('stream'),
      debug: stub('debug'),
      randombytes: stub('randombytes'),
      buffer: stub('buffer'),
    },
  },
};

const build = {
  target: 'es2022',
  sourcemap: true,
  emptyOutDir: true,
  // The bundles carry no comments, so the notices of the packages inside lie next to them.
  license: { fileName: 'licenses.md' },
} as const;

function panel(): UserConfig {
  return {
    ...common,
    plugins: [shrink({ CLOSE, LIMITS, POLL, TIMES })],
    base: './',
    build: {
      ...build,
      outDir: PANEL_OUT,
      manifest: 'manifest.json',
      // A library, because an ordinary build wraps each import() in a helper that writes <link> elements into the page,
      // which here is the shop's. Libraries keep their white space, so it is taken out explicitly.
      lib: { entry: path(PANEL_ENTRY), formats: ['es'] },
      rolldownOptions: {
        // What the call's chunk shares with the panel stays in the panel: one request, and better compressed.
        preserveEntrySignatures: 'allow-extension',
        output: {
          entryFileNames: 'panel-[hash].js',
          chunkFileNames: '[name]-[hash].js',
          minify: true,
          comments: { annotation: false },
        },
      },
    },
  };
}

function agentConsole(): UserConfig {
  return {
    ...common,
    root: path('agent-console'),
    // Absolute, because a reload deep inside the console's own routes must find the same files.
    base: '/console/',
    build: {
      ...build,
      outDir: `${OUT}/console`,
      modulePreload: { polyfill: false },
      // The console's content security policy knows no `data:`.
      assetsInlineLimit: 0,
    },
  };
}

/** The panel's file as the loader will ask for it, relative to shopbell.js itself. */
function panelFile(): string {
  const manifest: unknown = JSON.parse(readFileSync(`${PANEL_OUT}/manifest.json`, 'utf8'));
  const entry = (manifest as Record<string, { file?: string } | undefined>)[PANEL_ENTRY];
  if (entry?.file === undefined)
    throw new Error(`The panel's manifest does not name ${PANEL_ENTRY}; build the panel first.`);
  return `widget/${entry.file}`;
}

function loader(): UserConfig {
  return {
    ...common,
    define: { ...common.define, __SHOPBELL_PANEL__: JSON.stringify(panelFile()) },
    build: {
      ...build,
      outDir: OUT,
      emptyOutDir: false,
      license: false,
      // A library for the same reason as the panel; it exports nothing, so the name never becomes a global.
      lib: { entry: path('widget/loader.ts'), formats: ['iife'], name: 'shopbell', fileName: () => 'shopbell.js' },
    },
  };
}

/** The configuration of the named build; vite picks it by `--mode`. */
export default defineConfig(({ mode }) => {
  if (mode === 'panel') return panel();
  if (mode === 'console') return agentConsole();
  if (mode === 'loader') return loader();
  throw new Error(`Unknown build "${mode}": run "npm run build", or vite build --mode panel | console | loader.`);
});
