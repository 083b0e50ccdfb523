export type Status = 'connecting' | 'live' | 'catching up' | 'offline';

/** The link's phase with its listeners; it is not live while any view waits for what it missed. */
export function createStatus(isAnyBehind: () => boolean) {
  const listeners = new Set<(status: Status) => void>();
  let phase: Status = 'connecting';
  let told: Status = phase;
  const current = (): Status => (phase === 'live' && isAnyBehind() ? 'catching up' : phase);

  return {
    current,
    /** Tells the listeners if the status is another one than before, with the new phase or by the views. */
    tell: (next: Status = phase): void => {
      phase = next;
      if (current() === told) return;
      told = current();
      for (const listener of listeners) listener(told);
    },
    listen: (listener: (status: Status) => void) => {
      listeners.add(listener);
      listener(current());
      return () => {
        listeners.delete(listener);
      };
    },
  };
}
