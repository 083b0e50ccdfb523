export interface Clock {
  /** Milliseconds since 1970 by the server's clock. */
  now: () => number;
  /** Learns from an answer that held the server's time; both other times are of this machine. */
  learn: (serverTime: string, sentAt: number, receivedAt: number) => void;
}

/** Counts on from the server's time, which it takes for the middle of the request. */
export function createClock(local: () => number = Date.now): Clock {
  let offsetMs = 0;
  return {
    now: () => local() + offsetMs,
    learn: (serverTime, sentAt, receivedAt) => {
      offsetMs = Date.parse(serverTime) - (sentAt + receivedAt) / 2;
    },
  };
}
