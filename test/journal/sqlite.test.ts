import { journalContract } from './contract.ts';
import { openInTemporaryDirectory } from './sqlite-directory.ts';

journalContract('the SQLite journal', { open: () => openInTemporaryDirectory() });
