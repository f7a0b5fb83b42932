/** `npm run restore -- <backup file>`: puts a backup in the place of the data; `-- --renew-epoch` after other restores. */
import { restore } from '../server/operate.ts';
import { tell } from './tell.ts';

await tell(() => restore(process.env, process.argv.slice(2)));
