import { describe, expect, it } from '@jest/globals';
import { buildKept } from '../platform/storage.build.ts';
import { createKept } from '../platform/storage.ts';
import { createSeat } from './seat.ts';
import type { Ended } from './seat.ts';

const ended: Ended = {
  outcome: 'completed',
  completion_code: 'C0DE',
  redirect_url: null,
  language: 'en',
  farewell: null,
  variables: {},
};

describe('the seat of a browser', () => {
  it('is found by a reload and by another tab', () => {
    const browser = buildKept();
    const tab = buildKept();
    createSeat({ slug: 'x', externalId: null, tab, browser }).take('token');
    const reloaded = createSeat({ slug: 'x', externalId: null, tab, browser });
    const otherTab = createSeat({ slug: 'x', externalId: null, tab: buildKept(), browser });
    expect([reloaded.ofTab(), otherTab.ofTab(), otherTab.ofBrowser()]).toEqual(['token', null, 'token']);
  });

  it('belongs to one study', () => {
    const [tab, browser] = [buildKept(), buildKept()];
    createSeat({ slug: 'x', externalId: null, tab, browser }).take('token');
    expect(createSeat({ slug: 'y', externalId: null, tab, browser }).ofBrowser()).toBeNull();
  });

  it('is not given to another person on the same machine', () => {
    const [tab, browser] = [buildKept(), buildKept()];
    createSeat({ slug: 'x', externalId: 'p1', tab, browser }).take('token');
    expect(createSeat({ slug: 'x', externalId: 'p2', tab, browser }).ofBrowser()).toBeNull();
    const first = createSeat({ slug: 'x', externalId: 'p1', tab, browser });
    expect(first.ofBrowser()).toBe('token');
    first.end(ended);
    expect(createSeat({ slug: 'x', externalId: 'p2', tab, browser }).ended()).toBeNull();
    expect(first.ended()).toEqual(ended);
  });

  it('is given up at the end, and the end survives a reload of this tab alone', () => {
    const [tab, browser] = [buildKept(), buildKept()];
    const seat = createSeat({ slug: 'x', externalId: null, tab, browser });
    seat.take('token');
    seat.end(ended);
    expect([seat.ofTab(), seat.ofBrowser(), seat.ended()]).toEqual([null, null, ended]);
    expect(createSeat({ slug: 'x', externalId: null, tab: buildKept(), browser }).ended()).toBeNull();
    seat.leave();
    expect(seat.ended()).toBeNull();
  });

  it('lives as long as the page where the browser refuses storage', () => {
    const refusing = createKept(() => {
      throw new Error('denied');
    });
    const seat = createSeat({ slug: 'x', externalId: null, tab: refusing, browser: refusing });
    seat.take('token');
    expect(seat.ofTab()).toBe('token');
  });
});
