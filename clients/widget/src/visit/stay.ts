import type { Boot, Event, Participant } from '@convomatic/contracts';
import { ApiError, isTemporary } from '@convomatic/sdk';
import type { Call, Connection, OpenView, Status } from '@convomatic/sdk';
import { Outbox } from '../messages/index.ts';
import type { Unsent } from '../messages/index.ts';
import { applyEvent, lacksRest, placeOf, withMessages } from '../place/index.ts';
import type { PlaceState } from '../place/index.ts';
import type { Kept } from '../platform/storage.ts';

/** What a stay needs of the browser. */
export type StayNeeds = {
  connect: (boot: () => Promise<Boot>) => Connection;
  tab: Kept;
  newId: () => string;
  later: (act: () => void, ms: number) => void;
};

type Options = StayNeeds & {
  call: Call;
  outboxKey: string;
  onPlace: (place: PlaceState) => void;
  onStatus: (status: Status) => void;
  onUnsent: (messages: Unsent[]) => void;
  /** The server gives no state: the seat is lost, or a fault. */
  onLost: (error: unknown) => void;
};

/** What somebody does about their own place, with nothing more to say. */
type Act = `POST /api/participants/me/${'leave' | 'extend' | 'ready' | 'return' | 'attention'}`;

/** How long the server may take to write down an outcome before it is asked again. */
const askAgainMs = 2_000;

/** A seat that is taken, kept current from the first state until the outcome. */
export class Stay {
  readonly #options: Options;
  readonly #outbox: Outbox;
  readonly #connection: Connection;
  readonly #view: OpenView;
  #place: PlaceState;

  constructor(first: PlaceState, options: Options) {
    this.#options = options;
    this.#place = first;
    const boot = (): Promise<Boot> => options.call('GET /api/boot');
    this.#connection = options.connect(boot);
    const { tab, newId, later, onUnsent, outboxKey } = options;
    this.#outbox = new Outbox({
      key: outboxKey,
      kept: tab,
      send: this.#send,
      isTemporary,
      changed: onUnsent,
      later,
      newId,
      now: this.now,
    });
    onUnsent(this.#outbox.messages);
    this.#connection.onStatus(this.#onStatus);
    this.#view = this.#connection.openView({
      load: boot,
      show: this.#showFresh,
      apply: this.#apply,
      failed: options.onLost,
    });
  }

  /** The server's clock. */
  now = (): number => this.#connection.now();

  close(): void {
    this.#connection.close();
  }

  post = (body: string): void => {
    const { talk } = this.#place;
    if (talk) this.#outbox.post(talk.session.id, body);
  };

  sendAgain = (): void => {
    void this.#outbox.flush();
  };

  /** How many people the group lacks. */
  missing = async (): Promise<number> =>
    (await this.#options.call('GET /api/participants/me/waiting')).missing;

  leave = (): Promise<void> => this.#act('POST /api/participants/me/leave');

  extend = (): Promise<void> => this.#act('POST /api/participants/me/extend');

  /** Says that one is there, when a group is complete. */
  confirm = (): Promise<void> => this.#act('POST /api/participants/me/ready');

  /** Says that one is still there, in a talk. */
  attend = (): Promise<void> => this.#act('POST /api/participants/me/attention');

  comeBack = (): Promise<void> => this.#act('POST /api/participants/me/return');

  consent = (accepted: boolean): Promise<void> => {
    const body = { accepted, version_number: this.#place.version_number };
    return this.#change(this.#options.call('POST /api/participants/me/consent', { body }));
  };

  showEarlier = async (): Promise<void> => {
    const { session, messages } = this.#place.talk ?? {};
    if (!session) return;
    const request = { params: { session_id: session.id }, query: { before: messages?.[0]?.seq ?? 1 } };
    const page = await this.#options.call('GET /api/sessions/:session_id/messages', request);
    this.#show(withMessages(this.#place, page.messages, page.more));
  };

  #act = (route: Act): Promise<void> => this.#change(this.#options.call(route));

  #change = async (answer: Promise<{ participant: Participant }>): Promise<void> => {
    try {
      const { participant } = await answer;
      this.#show({ ...this.#place, participant });
      if (!participant.outcome && lacksRest(this.#place)) await this.#view.reload();
    } catch (error) {
      // The place is another one by now, such as after a limit: the screen that belongs to it says more.
      if (!(error instanceof ApiError && error.code === 'illegal_transition')) throw error;
      await this.#view.reload();
    }
  };

  #send = async ({ session_id, client_id, body, client_at }: Unsent): Promise<void> => {
    const request = { params: { session_id }, body: { client_id, type: 'text' as const, body, client_at } };
    const { message } = await this.#options.call('POST /api/sessions/:session_id/messages', request);
    this.#show(withMessages(this.#place, [message]));
    // An answer shows that the network is back, often before the next attempt to connect.
    this.#connection.hurry();
  };

  #onStatus = (status: Status): void => {
    this.#options.onStatus(status);
    if (status === 'live') void this.#outbox.flush();
  };

  #showFresh = (fresh: Boot): void => {
    const place = placeOf(fresh);
    if (!place) {
      this.#options.onLost(new Error('The token has no place.'));
      return;
    }
    this.#show(place);
    if (lacksRest(place)) this.#options.later(() => void this.#view.reload(), askAgainMs);
  };

  #apply = (event: Event): void => {
    this.#show(applyEvent(this.#place, event));
    // The talk's room was joined with this event; what it holds by now is in a fresh state alone.
    if (event.kind === 'membership.created' || lacksRest(this.#place)) void this.#view.reload();
  };

  #show(place: PlaceState): void {
    this.#place = place;
    this.#options.onPlace(place);
    for (const { sender_user_id, client_id } of place.talk?.messages ?? [])
      if (sender_user_id === place.user_id) this.#outbox.drop(client_id);
    if (place.participant.outcome) this.#outbox.clear();
  }
}
