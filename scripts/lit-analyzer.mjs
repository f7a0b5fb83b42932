/**
 * Runs lit-analyzer over all browser rooms: it checks what the type checker cannot see, the bindings, events and tags
 * inside Lit templates. It takes whatever `typescript` is installed beside it, and TypeScript 7 has no JavaScript API,
 * so here it gets the one that its own component analyzer brings along. Knows nothing of the elements.
 */
import { createRequire, registerHooks } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** @param {string} name @param {string | URL} from */
const resolve = (name, from) => createRequire(from).resolve(name);

const analyzer = resolve('@jackolope/lit-analyzer', import.meta.url);
const typescript = resolve('typescript', resolve('@jackolope/web-component-analyzer', analyzer));
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'typescript' ? { url: pathToFileURL(typescript).href, shortCircuit: true } : next(specifier, context),
});

// It reads its compiler options from the folder that it starts in, and silently skips files that are not named in full.
const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(`${root}client`);
process.argv.push('--strict', '--maxWarnings', '0', `${root}{client,widget,agent-console}/**/*.ts`);
await import(new URL('cli.mjs', pathToFileURL(analyzer)).href);
