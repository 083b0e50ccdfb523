import type { Participant, RichText } from '@convomatic/contracts';
import type { Kept } from '../platform/storage.ts';

/** What is left when somebody's time in a study is over. */
export type Ended = {
  outcome: NonNullable<Participant['outcome']>;
  completion_code: string | null;
  redirect_url: string | null;
  language: string;
  farewell: RichText | null;
  /** Words that stand for the variables of the farewell. */
  variables: Record<string, string>;
};

/** Everything that is kept says whose it is. */
type Signed = { external_id: string | null };
type KeptSeat = Signed & { token: string };
type KeptEnd = Signed & { ended: Ended };

type Needs = {
  slug: string;
  /** Who the address says has come. */
  externalId: string | null;
  /** Of this tab: a reload goes on here. */
  tab: Kept;
  /** Of this browser: another tab finds the seat here until the outcome. */
  browser: Kept;
};

/** Remembers the seat that this browser took in a study, so that nobody joins twice. */
export const createSeat = ({ slug, externalId, tab, browser }: Needs) => {
  const seatKey = `convomatic:${slug}:seat`;
  const endedKey = `convomatic:${slug}:ended`;

  // What another person left on this machine is not for whom the address names.
  const isOwn = ({ external_id }: Signed): boolean => externalId === null || external_id === externalId;
  const tokenIn = (kept: Kept): string | null => {
    const seat = kept.read(seatKey) as KeptSeat | null;
    return seat && isOwn(seat) ? seat.token : null;
  };

  const leave = (): void => {
    tab.remove(seatKey);
    browser.remove(seatKey);
    tab.remove(endedKey);
  };

  return {
    ofTab: (): string | null => tokenIn(tab),
    ofBrowser: (): string | null => tokenIn(browser),
    take: (token: string): void => {
      const seat: KeptSeat = { external_id: externalId, token };
      tab.write(seatKey, seat);
      browser.write(seatKey, seat);
    },
    leave,
    ended: (): Ended | null => {
      const kept = tab.read(endedKey) as KeptEnd | null;
      return kept && isOwn(kept) ? kept.ended : null;
    },
    end: (ended: Ended): void => {
      leave();
      const kept: KeptEnd = { external_id: externalId, ended };
      tab.write(endedKey, kept);
    },
  };
};

export type Seat = ReturnType<typeof createSeat>;
