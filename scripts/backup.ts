/** `npm run backup [-- --to <file>]`: a checked copy of the data, also while the server runs. */
import { backUp } from '../server/operate.ts';
import { tell } from './tell.ts';

await tell(() => backUp(process.env, process.argv.slice(2)));
