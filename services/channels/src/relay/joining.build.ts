import type { BareClient } from '../channels.build.ts';

interface Standing {
  status: string;
  seq: number;
}

/** Follows the rules of a client of ours, and checks that the server kept its promise to it. */
export class Follower {
  position = 0;
  client: BareClient | null = null;
  /** Its person was away from the room: where it comes in again it fetches a state. */
  mayFetch = false;
  #taken = 0;

  take(room: string): void {
    const heard = this.client?.heard ?? [];
    for (const [name, message] of heard.slice(this.#taken)) {
      if (name === 'records') this.#apply(message as { room: string; seq: number }, room);
      if (name === 'positions') this.#stand((message as { rooms: Record<string, Standing> }).rooms[room]);
    }
    this.#taken = heard.length;
  }

  drop(room: string): void {
    this.take(room);
    this.client?.socket.disconnect();
    this.client = null;
    this.#taken = 0;
  }

  #apply(event: { room: string; seq: number }, room: string): void {
    if (event.room !== room) return;
    if (event.seq > this.position + 1) throw new Error(`${String(event.seq)} after ${String(this.position)}`);
    this.position = Math.max(this.position, event.seq);
  }

  #stand(standing: Standing | undefined): void {
    if (this.mayFetch && standing?.status === 'live') this.position = Math.max(this.position, standing.seq);
  }
}
