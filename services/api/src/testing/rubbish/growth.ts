import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

// Functions that hold a gc are only made while the flag is on.
setFlagsFromString('--expose_gc');
const gc = runInNewContext('gc') as () => void;

/** What is reachable: on V8's heap, and in buffers beside it. */
const bytesInUse = async (): Promise<number> => {
  for (let turn = 0; turn < 3; turn += 1) {
    await setImmediate();
    gc();
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
};

/** By how many bytes memory has grown after so many turns, the first of which fill caches and are not counted. */
export const growthOf = async (turn: (at: number) => Promise<unknown>, turns: number): Promise<number> => {
  const warmUp = Math.ceil(turns / 4);
  for (let at = 0; at < warmUp; at += 1) await turn(at);
  const before = await bytesInUse();
  for (let at = 0; at < turns; at += 1) await turn(at);
  return (await bytesInUse()) - before;
};
