import { rm } from 'node:fs/promises';
import { endLeftovers, endTestServers } from './leftovers.ts';
import { readRun } from './run-file.ts';

// Outlives a start that is killed, and then ends what the start can no longer end. Arguments: the run file, and
// perhaps a folder that goes too.
const [file = '', folder] = process.argv.slice(2);
const starter = process.ppid;

process.once('disconnect', () => void tidy());

async function tidy(): Promise<void> {
  const record = readRun(file);
  // No record: the start has stopped everything itself. Another one's record: it has taken over.
  if (record?.pids.start === starter) {
    await endLeftovers(record);
    await rm(file, { force: true });
  }
  if (folder === undefined) return;
  await endTestServers(folder);
  await rm(folder, { recursive: true, force: true });
}
