import {
  afterRefusal,
  documentFragment,
  documentToken,
  parseDocumentRefusal,
} from '@convomatic/contracts/names';
import type { DocumentMessage, DocumentOpened, DocumentRefusal } from '@convomatic/contracts/names';
import { until } from '@convomatic/kit/testing/until';
import { HocuspocusProvider, HocuspocusProviderWebsocket, WebSocketStatus } from '@hocuspocus/provider';
import { Doc, XmlElement, XmlText } from 'yjs';

export type EditorOptions = { url: string; secret: string; name: string };

const comeBackMs = 100;

const textOf = (doc: Doc): string =>
  doc
    .getXmlFragment(documentFragment)
    .toArray()
    .flatMap((block) => (block instanceof XmlElement ? block.toArray() : []))
    .map((words) => (words instanceof XmlText ? words.toJSON() : ''))
    .join('\n');

/**
 * A client as a browser has to be one: it tells the generation of what it has, comes back when it may, and begins
 * anew when the server's text is another one, keeping its own as a copy.
 */
export class Editor {
  readonly refusals: DocumentRefusal[] = [];
  /** Texts that were given up for another generation. */
  readonly copies: string[] = [];
  readonly messages: DocumentMessage[] = [];
  readonly #options: EditorOptions;
  readonly #socket: HocuspocusProviderWebsocket;
  #generation: number | undefined;
  #doc = new Doc();
  #provider: HocuspocusProvider;
  #isClosed = false;

  constructor(options: EditorOptions) {
    this.#options = options;
    const { url } = options;
    this.#socket = new HocuspocusProviderWebsocket({
      url,
      delay: 100,
      minDelay: 50,
      maxDelay: 300,
      factor: 1,
    });
    this.#provider = this.#begin();
  }

  get doc(): Doc {
    return this.#doc;
  }

  get provider(): HocuspocusProvider {
    return this.#provider;
  }

  get text(): string {
    return textOf(this.#doc);
  }

  get generation(): number | undefined {
    return this.#generation;
  }

  get opened(): DocumentOpened | undefined {
    return this.messages.findLast((message) => message.type === 'opened');
  }

  get isOnline(): boolean {
    return !this.#isClosed && this.#socket.status === WebSocketStatus.Connected;
  }

  /** What is typed has reached the server, and what the others typed is here. */
  get isSynced(): boolean {
    return this.#provider.isSynced && !this.#provider.hasUnsyncedChanges;
  }

  /** The last word was that everything is saved. */
  get isSaved(): boolean {
    const last = this.messages.at(-1);
    return last?.type === 'saved' || (last?.type === 'opened' && last.saved);
  }

  async synced(): Promise<this> {
    await until(() => this.#generation !== undefined && this.isSynced, { what: 'the text on the screen' });
    return this;
  }

  /** At the end of the first paragraph. */
  type(text: string): void {
    const fragment = this.#doc.getXmlFragment(documentFragment);
    this.#doc.transact(() => {
      if (fragment.length === 0) fragment.insert(0, [new XmlElement('paragraph')]);
      const paragraph = fragment.get(0) as XmlElement;
      if (paragraph.length === 0) paragraph.insert(0, [new XmlText()]);
      const words = paragraph.get(0) as XmlText;
      words.insert(words.length, text);
    });
  }

  /** The network is away; what is typed stays here. */
  disconnect(): void {
    this.#socket.disconnect();
  }

  connect(): void {
    void this.#socket.connect();
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#provider.destroy();
    // One that waits to try again would do so for ever: its timer knows nothing of the end.
    this.#socket.connect = () => Promise.resolve();
    this.#socket.cancelWebsocketRetry?.();
    this.#socket.destroy();
  }

  #begin(): HocuspocusProvider {
    this.#doc = new Doc();
    this.#generation = undefined;
    const provider = new HocuspocusProvider({
      websocketProvider: this.#socket,
      name: this.#options.name,
      document: this.#doc,
      // Without it, the goodbye of the provider before would end this one.
      sessionAwareness: true,
      token: () => documentToken(this.#options.secret, this.#generation),
      onStateless: ({ payload }) => {
        this.#hear(JSON.parse(payload) as DocumentMessage);
      },
      onAuthenticationFailed: ({ reason }) => {
        this.#refuse(reason);
      },
      onClose: ({ event }) => {
        // A lost socket comes back by itself.
        if (this.isOnline) this.#refuse(event.reason);
      },
    });
    provider.attach();
    return provider;
  }

  #hear(message: DocumentMessage): void {
    this.messages.push(message);
    if (message.type === 'opened') this.#generation = message.generation;
  }

  #refuse(reason: string): void {
    const refusal = parseDocumentRefusal(reason);
    this.refusals.push(refusal);
    const then = afterRefusal(refusal);
    if (then === 'start anew') {
      this.copies.push(this.text);
      this.#provider.destroy();
      this.#provider = this.#begin();
    }
    if (then === 'come back') setTimeout(() => void this.#comeBack(this.#provider), comeBackMs);
  }

  async #comeBack(provider: HocuspocusProvider): Promise<void> {
    if (!this.isOnline || provider !== this.#provider) return;
    await provider.sendToken();
    provider.startSync();
  }
}
