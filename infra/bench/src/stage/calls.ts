import type { ChildProcess } from 'node:child_process';

/** What one process of a bench does for another that asks. */
export type Operations = Record<string, (...args: never[]) => unknown>;

export type Remote<O> = {
  [Name in keyof O]: O[Name] extends (...args: infer Args) => infer Answer
    ? (...args: Args) => Promise<Awaited<Answer>>
    : never;
};

interface Question {
  id: number;
  name: string;
  args: never[];
}

type Answer = { id: number; value?: unknown; trouble?: string };

/** Answers the parent's questions until it hangs up. */
export function answerCalls(operations: Operations): void {
  const answer = async ({ id, name, args }: Question): Promise<void> => {
    try {
      process.send?.({ id, value: await operations[name]?.(...args) } satisfies Answer);
    } catch (error) {
      process.send?.({ id, trouble: String(error) } satisfies Answer);
    }
  };
  process.on('message', (question: Question) => void answer(question));
}

/** Asks a child that `answerCalls`. Whoever waits is told when it ends. */
export function callsTo<O>(child: ChildProcess): Remote<O> {
  const waiting = new Map<number, (answer: Answer) => void>();
  let last = 0;
  child.on('message', (answer: Answer) => {
    waiting.get(answer.id)?.(answer);
    waiting.delete(answer.id);
  });
  child.once('exit', (code) => {
    for (const settle of waiting.values())
      settle({ id: 0, trouble: `the process ended with ${String(code)}` });
  });
  const call = (name: string, args: unknown[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      last += 1;
      waiting.set(last, ({ trouble, value }) => {
        if (trouble === undefined) resolve(value);
        else reject(new Error(`${name}: ${trouble}`));
      });
      child.send({ id: last, name, args });
    });
  return new Proxy({} as Remote<O>, {
    // A promise of this object must not take it for one itself.
    get: (_target, name) =>
      typeof name === 'string' && name !== 'then' ? (...args: unknown[]) => call(name, args) : undefined,
  });
}
