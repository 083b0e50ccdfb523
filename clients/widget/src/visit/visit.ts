import type { Boot } from '@convomatic/contracts';
import type { Call } from '@convomatic/sdk';
import { endedOf } from '../seat/index.ts';
import { placeOf } from '../place/index.ts';
import type { PlaceState } from '../place/index.ts';
import type { ProjectCard } from '../project/index.ts';
import type { Arrival, Seat } from '../seat/index.ts';
import { createCell } from '../platform/cell.ts';
import { Stay } from './stay.ts';
import type { StayNeeds } from './stay.ts';
import { isSeatLost, nameProblemOf, troubleOf } from './visit-state.ts';
import type { Screen, VisitState } from './visit-state.ts';

type Needs = StayNeeds & {
  project: ProjectCard | null;
  arrival: Arrival | null;
  seat: Seat;
  createCall: (token: () => string | null) => Call;
};

/** One person's way through a study in one page: from the door to the code. */
export class Visit {
  readonly state = createCell<VisitState>({ screen: { at: 'opening' }, status: 'connecting', unsent: [] });
  readonly #needs: Needs;
  readonly #call: Call;
  #token: string | null = null;
  #stay: Stay | null = null;
  #lastAttempt: () => void = () => undefined;

  constructor(needs: Needs) {
    this.#needs = needs;
    this.#call = needs.createCall(() => this.#token);
  }

  /** Present while a place is shown. */
  get stay(): Stay | null {
    return this.#stay;
  }

  /** Goes where this browser was, or to the start. */
  open = (): void => {
    const { project, arrival, seat } = this.#needs;
    const ended = seat.ended();
    const isFound = seat.ofBrowser() !== null;
    this.#lastAttempt = this.open;
    if (!project || !arrival) this.#show({ at: 'trouble', kind: 'unknown', reference: null });
    else if (ended) this.#show({ at: 'ended', ended });
    else if (seat.ofTab()) this.resume();
    else if (project.status !== 'live' && !isFound)
      this.#show({ at: 'trouble', kind: 'not_live', reference: null });
    else this.#start({ isFound });
  };

  /** Takes a seat: only ever after a human action. */
  join = (name?: string): void => {
    const { arrival } = this.#needs;
    if (!arrival) return;
    this.#token = null;
    this.#start({ isBusy: true });
    this.#attempt(
      async () => {
        const body = { ...arrival, ...(name !== undefined && { name }) };
        const answer = await this.#call('POST /api/sessions/join', { body });
        this.#enter(answer.participant_token, answer.boot);
      },
      () => {
        this.join(name);
      },
    );
  };

  /** Comes back to the seat that this browser has. */
  resume = (): void => {
    const { seat } = this.#needs;
    const token = seat.ofTab() ?? seat.ofBrowser();
    this.#token = token;
    this.#show({ at: 'opening' });
    this.#attempt(async () => {
      const boot = await this.#call('GET /api/boot');
      if (token) this.#enter(token, boot);
    }, this.resume);
  };

  retry = (): void => {
    this.#lastAttempt();
  };

  /** Gives the seat of this browser up, for another person at the same machine. */
  startAsSomeoneElse = (): void => {
    this.#needs.seat.leave();
    this.#needs.tab.remove(this.#outboxKey);
    this.open();
  };

  get #outboxKey(): string {
    return `convomatic:${this.#needs.arrival?.slug ?? ''}:outbox`;
  }

  #attempt(act: () => Promise<void>, again: () => void): void {
    this.#lastAttempt = again;
    act().catch((error: unknown) => {
      this.#lose(error);
    });
  }

  #enter(token: string, boot: Boot): void {
    const { seat, connect, tab, newId, later } = this.#needs;
    const place = placeOf(boot);
    if (!place) throw new Error('The answer has no place.');
    this.#token = token;
    seat.take(token);
    this.#lastAttempt = this.resume;
    if (!place.participant.outcome)
      this.#stay = new Stay(place, {
        ...{ connect, tab, newId, later },
        call: this.#call,
        outboxKey: this.#outboxKey,
        onPlace: this.#showPlace,
        onStatus: (status) => {
          this.#update({ status });
        },
        onUnsent: (unsent) => {
          this.#update({ unsent });
        },
        onLost: this.#lose,
      });
    this.#showPlace(place);
  }

  #showPlace = (place: PlaceState): void => {
    if (!place.participant.outcome) {
      this.#show({ at: 'place', place });
      return;
    }
    const ended = endedOf(place);
    this.#needs.seat.end(ended);
    this.#endStay();
    this.#show({ at: 'ended', ended });
  };

  #lose = (error: unknown): void => {
    const nameProblem = nameProblemOf(error);
    if (nameProblem) {
      this.#start({ nameProblem });
      return;
    }
    const hadSeat = this.#token !== null;
    this.#endStay();
    if (!hadSeat || !isSeatLost(error)) {
      this.#show(troubleOf(error));
      return;
    }
    this.#needs.seat.leave();
    this.#lastAttempt = this.open;
    this.#show({ at: 'trouble', kind: 'seat_lost', reference: null });
  };

  #endStay(): void {
    this.#stay?.close();
    this.#stay = null;
  }

  #start(how: Partial<Extract<Screen, { at: 'start' }>>): void {
    this.#show({ at: 'start', isFound: false, isBusy: false, nameProblem: null, ...how });
  }

  #show(screen: Screen): void {
    this.#update({ screen });
  }

  #update(changes: Partial<VisitState>): void {
    this.state.set({ ...this.state.get(), ...changes });
  }
}
