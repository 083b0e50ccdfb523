import { describe, expect, it } from '@jest/globals';
import { placeOf } from '../place/index.ts';
import { buildBoot, buildDelivery, buildMessage, buildSessionView } from '../place/place.build.ts';
import { newsSince, nextMoment, stateNews } from './news.ts';

const place = placeOf(
  buildBoot({
    session: buildSessionView({
      messages: [buildMessage(1), buildMessage(3, { sender_user_id: 1 }), buildMessage(4)],
      prompt_deliveries: [buildDelivery(2)],
    }),
  }),
);

describe('what is read aloud', () => {
  it('is what others wrote and what the researchers ask, in order, and never twice', () => {
    if (!place) throw new Error('no place');
    expect(newsSince(place, 0).map(({ name, text }) => [name, text])).toEqual([
      ['Red Fox', 'message 1'],
      [null, 'prompt 2'],
      ['Red Fox', 'message 4'],
    ]);
    expect(newsSince(place, 4)).toEqual([]);
  });

  it('tells the beginning, the end and breaks of the line', () => {
    const waiting = { screen: 'waiting' as const, isBroken: false };
    const chat = { screen: 'chat' as const, isBroken: false };
    const broken = nextMoment(chat, 'chat', 'offline');
    expect(stateNews(waiting, chat)).toBe('talkBegins');
    expect(stateNews(chat, { ...chat, screen: 'ended' })).toBe('talkEnds');
    expect(stateNews(waiting, { ...waiting, screen: 'ready' })).toBe('readyTitle');
    expect(stateNews({ ...waiting, screen: 'ready' }, { ...waiting, screen: 'aside' })).toBe('asideTitle');
    expect(stateNews({ ...waiting, screen: 'ready' }, chat)).toBe('talkBegins');
    expect(stateNews(chat, broken)).toBe('offline');
    expect(stateNews(broken, nextMoment(broken, 'chat', 'catching up'))).toBeNull();
    expect(stateNews(broken, nextMoment(broken, 'chat', 'live'))).toBe('live');
    expect(stateNews(chat, nextMoment(chat, 'chat', 'catching up'))).toBeNull();
  });
});
