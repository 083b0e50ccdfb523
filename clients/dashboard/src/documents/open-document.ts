import { afterRefusal, documentFragment } from '@convomatic/contracts/names';
import type { DocumentMessage, DocumentRefusal, DocumentUser } from '@convomatic/contracts/names';
import { shallowRef } from 'vue';
import { createReplica } from './replica.ts';
import type { Replica, ReplicaNeeds } from './replica.ts';
import { close, hear, initialTextState } from './text-state.ts';
import type { TextState } from './text-state.ts';
import { wordsOf } from './fragment-words.ts';

type Needs = Omit<ReplicaNeeds, 'on'>;

/** What an editor is bound to: one generation of the text, and who types here. */
export interface BoundText extends Pick<Replica, 'doc' | 'awareness'> {
  user: DocumentUser;
}

const firstDelayMs = 500;
const longestDelayMs = 15_000;
/** A server that had the words already says nothing more about them. */
const silenceMs = 1_000;

/** A text that this page has open, through lost connections and other generations. */
export class OpenDocument {
  readonly state = shallowRef<TextState>(initialTextState);
  /** Null until the text is here, and again while another generation of it comes. */
  readonly text = shallowRef<BoundText | null>(null);
  /** Who else has it open. */
  readonly people = shallowRef<DocumentUser[]>([]);
  /** Words of one's own that could not be kept in the text. */
  readonly recovery = shallowRef<string | null>(null);
  readonly #needs: Needs;
  #replica: Replica;
  #user: DocumentUser | null = null;
  #delayMs = firstDelayMs;
  #comingBack: ReturnType<typeof setTimeout> | undefined;
  #silence: ReturnType<typeof setTimeout> | undefined;

  constructor(needs: Needs) {
    this.#needs = needs;
    this.#replica = this.#begin();
  }

  close(): void {
    clearTimeout(this.#comingBack);
    clearTimeout(this.#silence);
    this.#replica.destroy();
  }

  #begin(): Replica {
    return createReplica({
      ...this.#needs,
      on: {
        message: (message) => {
          this.#hear(message);
        },
        synced: () => {
          this.#show();
        },
        typed: () => {
          clearTimeout(this.#silence);
          this.#change({ own: 'unsent' });
        },
        arrived: () => {
          this.#arrive();
        },
        lost: () => {
          this.#change({ link: 'lost' });
        },
        refused: (refusal) => {
          this.#refuse(refusal);
        },
        peopleChanged: () => {
          this.#meet();
        },
      },
    });
  }

  #change(change: Partial<TextState>): void {
    this.state.value = { ...this.state.value, ...change };
  }

  #hear(message: DocumentMessage): void {
    this.state.value = hear(this.state.value, message);
    if (message.type !== 'opened') return;
    this.#user = message.user;
    // Typed while the right to type was lost: the server takes none of it.
    if (message.mode === 'read' && this.state.value.own === 'unsent') this.#startAnew();
  }

  #show(): void {
    this.#delayMs = firstDelayMs;
    this.#change({ link: 'open', isReady: true });
    const { doc, awareness } = this.#replica;
    if (this.#user && this.text.value?.doc !== doc) this.text.value = { doc, awareness, user: this.#user };
  }

  #arrive(): void {
    if (this.state.value.own !== 'unsent') return;
    this.#change({ own: 'sent' });
    this.#silence = setTimeout(() => {
      const { own, server } = this.state.value;
      if (own === 'sent' && server === 'saved') this.#change({ own: 'saved' });
    }, silenceMs);
  }

  #meet(): void {
    const states = [...this.#replica.awareness.getStates().values()] as { user?: DocumentUser }[];
    this.people.value = states.flatMap(({ user }) => (user && user.id !== this.#user?.id ? [user] : []));
  }

  #refuse(refusal: DocumentRefusal): void {
    const next = afterRefusal(refusal);
    if (next === 'start anew') this.#startAnew();
    else if (next === 'come back') this.#comeBack();
    else this.#giveUp(refusal);
  }

  #keepCopy(): void {
    if (this.state.value.own === 'saved') return;
    const words = wordsOf(this.#replica.doc.getXmlFragment(documentFragment)).trim();
    if (words !== '') this.recovery.value = words;
  }

  #startAnew(): void {
    this.#keepCopy();
    this.text.value = null;
    this.#replica.destroy();
    this.state.value = initialTextState;
    this.#replica = this.#begin();
  }

  #comeBack(): void {
    this.#change({ link: 'lost' });
    this.#replica.detach();
    clearTimeout(this.#comingBack);
    this.#comingBack = setTimeout(() => {
      this.#replica.attach();
    }, this.#delayMs);
    this.#delayMs = Math.min(longestDelayMs, 2 * this.#delayMs);
  }

  #giveUp(refusal: DocumentRefusal): void {
    this.#keepCopy();
    this.#replica.detach();
    this.people.value = [];
    this.state.value = close(this.state.value, refusal);
  }
}
