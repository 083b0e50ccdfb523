import { shallowReactive, watch } from 'vue';
import { t } from './language/language.ts';

export type SaveState = 'idle' | 'saving' | 'saved' | 'failed' | 'offline';

/** Something that saves by itself, such as a text that is being typed. */
export interface SavingSource {
  state: () => SaveState;
  problem: () => string | null;
  /** Whether the database has all of it, whatever becomes of the connection. */
  isSaved: () => boolean;
}

/** What needs a look first is what is shown of many. */
const byUrgency = ['failed', 'offline', 'saving', 'saved', 'idle'] as const;

export const mostUrgent = (states: readonly SaveState[]): SaveState =>
  byUrgency.find((state) => states.includes(state)) ?? 'idle';

/** Those of the sources that save, and what hinders them. */
export const createSavingSources = () => {
  const sources = shallowReactive(new Set<SavingSource>());

  /** Counts the source among the others; the answer ends that. */
  const join = (source: SavingSource): (() => void) => {
    sources.add(source);
    return () => {
      sources.delete(source);
    };
  };

  const states = (): SaveState[] => [...sources].map((source) => source.state());
  const isTyping = (): boolean => states().includes('saving');
  const problem = (): string | null => [...sources].map((source) => source.problem()).find(Boolean) ?? null;

  /**
   * Waits until each source has been saved once from now on: others may go on typing for ever. Resolves with what
   * hinders it, or null.
   */
  const settle = (withinMs: number): Promise<string | null> =>
    new Promise((resolve) => {
      const pending = new Set(sources);
      const look = (): boolean => {
        for (const source of pending) if (source.isSaved()) pending.delete(source);
        const stuck = [...pending].find((source) => source.state() !== 'saving');
        if (!stuck && pending.size > 0) return false;
        resolve(stuck ? (stuck.problem() ?? t('platform.unsaved_offline')) : null);
        return true;
      };
      if (look()) return;
      const timer = setTimeout(() => {
        stop();
        resolve(t('platform.unsaved_yet'));
      }, withinMs);
      const stop = watch(
        () => [...pending].map((source) => [source.state(), source.isSaved()]),
        () => {
          if (!look()) return;
          stop();
          clearTimeout(timer);
        },
        { flush: 'sync' },
      );
    });

  return { join, states, isTyping, problem, settle };
};
