import { formatPosition } from '@convomatic/contracts/names';
import type { Position } from '@convomatic/contracts/names';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { eachFrame, maskedFrame } from './frames.ts';
import { argumentOf, numberAfter, packetOf, refusalOf } from './packets.ts';
import type { Packet } from './packets.ts';
import type { Person } from './people.ts';
import type { Tally } from './tally.ts';

/** `engine`: Socket.IO's protocol; `bare`: a plain WebSocket that says its room in the address. */
export type Protocol = 'engine' | 'bare';

interface RawClientNeeds {
  port: number;
  protocol: Protocol;
  person: Person;
  tally: Tally;
  /** It is in its room and has what it missed. */
  onLive: () => void;
  onEnd: () => void;
}

type Told = { rooms: Record<string, Position & { status: string }> };

const endOfHead = Buffer.from('\r\n\r\n');
const seqKey = Buffer.from('"seq":');
const dueKey = Buffer.from('"due":');
const pong = maskedFrame('3');

const upgrade = (path: string): string =>
  `GET ${path} HTTP/1.1\r\nHost: bench\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
  'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n';

/** As little of a client as a server takes for one: thousands fit into a process. */
export class RawClient {
  readonly #needs: RawClientNeeds;
  #wire: Socket | undefined;
  #rest: Buffer | null = null;
  #isUpgraded = false;
  #isLive = false;
  /** As the server told them; of the one room in which things happen, `#last` knows more. */
  #positions: Record<string, string> = {};
  #epoch = 0;
  #last = 0;
  /** Where the room stood when the server let it in; live from there on. */
  #goal = Infinity;

  constructor(needs: RawClientNeeds) {
    this.#needs = needs;
  }

  connect(): void {
    const { port, protocol, person } = this.#needs;
    this.#rest = null;
    this.#isUpgraded = false;
    this.#isLive = false;
    this.#goal = Infinity;
    const wire = connect({ port, host: '127.0.0.1', noDelay: true });
    this.#wire = wire;
    const path =
      protocol === 'bare' ? `/?room=${person.room}` : '/socket.io/?EIO=4&transport=websocket&route=bench';
    wire.write(upgrade(path));
    wire.on('data', (bytes) => {
      if (this.#wire === wire) this.#take(bytes);
    });
    wire.on('error', () => undefined);
    wire.once('close', () => {
      if (this.#wire !== wire) return;
      this.#wire = undefined;
      this.#needs.onEnd();
    });
  }

  /** As when the network goes away: nothing is said. */
  cut(): void {
    const wire = this.#wire;
    this.#wire = undefined;
    wire?.destroy();
  }

  #take(bytes: Buffer): void {
    let whole = this.#rest ? Buffer.concat([this.#rest, bytes]) : bytes;
    if (!this.#isUpgraded) {
      const end = whole.indexOf(endOfHead);
      this.#rest = whole;
      if (end < 0) return;
      if (!whole.toString('latin1', 0, end).startsWith('HTTP/1.1 101')) {
        this.#refuse('http');
        return;
      }
      this.#isUpgraded = true;
      if (this.#needs.protocol === 'bare') this.#reach(0);
      whole = whole.subarray(end + endOfHead.length);
    }
    this.#rest = eachFrame(whole, this.#read);
  }

  #read = (bytes: Buffer, start: number, end: number): void => {
    const packet = packetOf(bytes, start);
    if (packet === 'records') this.#receive(bytes, start);
    else if (packet === 'refused') this.#refuse(refusalOf(bytes, start, end));
    else this.#answer(packet, () => argumentOf(bytes, start, end));
  };

  #receive(bytes: Buffer, start: number): void {
    const { tally } = this.#needs;
    this.#last = tally.count(numberAfter(bytes, seqKey, start), this.#last);
    if (tally.isTimed()) tally.time(numberAfter(bytes, dueKey, start));
    if (!this.#isLive) this.#reach(this.#goal);
  }

  #answer(packet: Packet, argument: () => unknown): void {
    if (packet === 'ping') this.#wire?.write(pong);
    else if (packet === 'open') this.#wire?.write(maskedFrame(`40${JSON.stringify(this.#auth())}`));
    else if (packet === 'positions') this.#begin(argument() as Told);
    else if (packet === 'reset') this.#needs.tally.counts.resets += 1;
  }

  #auth(): object {
    const { token, room } = this.#needs.person;
    if (this.#epoch > 0) this.#positions[room] = formatPosition({ epoch: this.#epoch, seq: this.#last });
    return { token, positions: this.#positions };
  }

  #begin({ rooms }: Told): void {
    const { person, tally } = this.#needs;
    for (const [room, told] of Object.entries(rooms)) this.#positions[room] = formatPosition(told);
    const { status, epoch, seq } = rooms[person.room] ?? { status: 'live', epoch: 0, seq: 0 };
    if (status === 'reset') tally.counts.resets += 1;
    if (this.#epoch === 0 || status === 'reset') this.#last = seq;
    this.#epoch = epoch;
    this.#reach(seq);
  }

  #reach(goal: number): void {
    this.#goal = goal;
    if (this.#isLive || this.#last < goal) return;
    this.#isLive = true;
    this.#needs.onLive();
  }

  #refuse(code: string): void {
    this.#needs.tally.refuse(code);
    this.#wire?.destroy();
  }
}
