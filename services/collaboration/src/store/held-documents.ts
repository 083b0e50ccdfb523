import type { Document } from '@hocuspocus/server';

/** What this node knows of a document that it has in memory. */
export class HeldDocument {
  readonly generation: number;
  /** Away from the clients for good; nothing of it may be saved any more. */
  isDropped = false;
  /** Too long to be saved, and kept in Redis as it is. */
  isParked = false;
  #changes = 0;
  #savedChanges = 0;
  #checkedAt = performance.now();
  readonly #editors = new Map<number, number>();

  constructor(generation: number) {
    this.generation = generation;
  }

  get isSaved(): boolean {
    return this.#savedChanges === this.#changes;
  }

  /** Nothing would be lost with the memory of this node. */
  get isSafe(): boolean {
    return this.isSaved || this.isParked || this.isDropped;
  }

  get sinceCheckedMs(): number {
    return performance.now() - this.#checkedAt;
  }

  /** By nobody in particular when the change was found, not seen. */
  change(userId?: number): void {
    this.#changes += 1;
    this.isParked = false;
    if (userId === undefined) return;
    // Deleted first, so that the last one to type is the last of the map.
    this.#editors.delete(userId);
    this.#editors.set(userId, this.#changes);
  }

  /** What a save that begins now will contain. */
  beginSave(): { changes: number; editors: number[] } {
    this.#checkedAt = performance.now();
    return { changes: this.#changes, editors: [...this.#editors.keys()] };
  }

  /** True when this save was the one after which nothing is left to save. */
  endSave(changes: number): boolean {
    const wasSaved = this.isSaved;
    this.#savedChanges = changes;
    for (const [userId, last] of this.#editors) if (last <= changes) this.#editors.delete(userId);
    return !wasSaved && this.#savedChanges === this.#changes;
  }
}

/** By the document and not by its name: a name may have a new document while the old one is still on its way out. */
export const createHeldDocuments = () => {
  const held = new WeakMap<Document, HeldDocument>();
  return {
    hold: (document: Document, generation: number): HeldDocument => {
      const one = new HeldDocument(generation);
      held.set(document, one);
      return one;
    },
    of: (document: Document): HeldDocument | undefined => held.get(document),
  };
};

export type HeldDocuments = ReturnType<typeof createHeldDocuments>;
