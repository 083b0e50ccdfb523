import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { until } from '@convomatic/kit/testing/until';
import { parse } from 'csv-parse/sync';
import { openStage } from './browser/stage.ts';
import type { Stage } from './browser/stage.ts';
import { participantPage } from './participants/participant-page.ts';
import type { Line, ParticipantPage } from './participants/participant-page.ts';
import { researcherPage } from './researchers/researcher-page.ts';
import { forAll } from './system/for-all.ts';

const outageMs = 10_000;
/** A page that was away tries again after up to half a minute. */
const reconnectMs = 35_000;
const addedPrompt = 'What would it take to change your mind?';

const opened = forAll<Stage>({
  open: openStage,
  prepare: ({ system: { team, seed } }) =>
    team.retime(seed.demo_slug, { duration_ms: 65_000, offsets_ms: [0, 12_000, 30_000] }),
  close: (stage) => stage.close(),
});

/** What was said and asked, as the export of the session has it. */
const linesOf = (csv: string): Line[] =>
  parse<{ kind: string; text: string }>(csv, { columns: true, record_delimiter: '\n' })
    .filter(({ kind }) => kind === 'message' || kind === 'prompt')
    .map(({ kind, text }) => ({ kind: kind as Line['kind'], text }));

/** Waits until everything that was said and asked stands on somebody's screen, and answers with the screen. */
const wholeTranscript = async (person: ParticipantPage, count: number): Promise<Line[]> => {
  const isWhole = async (): Promise<Line[] | null> => {
    const lines = await person.transcript();
    return lines.length >= count && lines.every(({ kind }) => kind !== 'unsent') ? lines : null;
  };
  return until(isWhole, { what: `a transcript of ${String(count)} lines`, deadlineMs: 50_000 });
};

describe('a whole session', () => {
  it('runs from the sign-in link to an export that is what everybody saw', () => {
    const stage = opened();
    return stage.tell(async () => {
      const { system } = stage;
      const { demo_slug: slug, sign_in_token } = system.seed;
      const said: string[] = [];
      const say = async (person: ParticipantPage, text: string): Promise<void> => {
        said.push(text);
        await person.say(text);
      };

      const researcher = researcherPage((await stage.person('researcher')).page);
      await researcher.signIn(sign_in_token);
      await researcher.openProject('Two sides of a question');
      await researcher.addPrompt({ text: addedPrompt, at: '0:40' });
      const link = await researcher.publish();
      expect(new URL(link).pathname).toBe(`/join/${slug}`);

      const unlucky = await stage.personBehindProxy('cut-off');
      const [first, second, third] = [
        participantPage((await stage.person('steady')).page, slug),
        participantPage(unlucky.page, slug),
        participantPage((await stage.person('reloading')).page, slug),
      ];
      const everybody = [first, second, third];
      await Promise.all([first.openLink(link), second.openLink(), third.openLink(link)]);
      await first.start();
      await first.waits();
      await Promise.all([second.start(), third.start()]);
      await Promise.all(everybody.map((person) => person.isMatched()));
      await researcher.openTab('Live');
      await researcher.watchOnlySession();

      await say(first, 'Hello, "everyone", from me');
      await say(second, 'Hello too; שלום 👋🏽');
      await say(third, '=1+1 is how I say hello');
      for (const person of everybody) for (const text of said) await person.sees(text);
      for (const text of said) await researcher.sees(text);

      unlucky.network.cut();
      const outage = pause(outageMs).then(() => {
        unlucky.network.restore();
      });
      await second.isOffline();
      await say(second, 'Written while I was cut off');
      await say(first, 'The others go on talking');
      await third.sees('The others go on talking');
      await third.reload();
      await third.sees('The others go on talking');
      await say(third, 'I have loaded my page again');
      await first.sees('I have loaded my page again');
      await outage;
      await second.sees('I have loaded my page again', { within: reconnectMs });
      await first.sees('Written while I was cut off');
      await say(second, 'I am back');

      const prompts = 4;
      const count = said.length + prompts;
      const [seen, ...others] = await Promise.all(everybody.map((person) => wholeTranscript(person, count)));
      for (const other of others) expect(other).toEqual(seen);
      const textsOf = (wanted: Line['kind']): string[] =>
        (seen ?? []).filter(({ kind }) => kind === wanted).map(({ text }) => text);
      expect(textsOf('message').toSorted()).toEqual(said.toSorted());
      expect(textsOf('prompt')).toHaveLength(prompts);
      expect(textsOf('prompt').filter((text) => text === addedPrompt)).toHaveLength(1);
      const watched = await until(async () => {
        const texts = await researcher.transcript();
        return texts.length >= count ? texts : null;
      });

      const { code } = (await system.team.project(slug)).outcomes.completed;
      const codes = await Promise.all(everybody.map((person) => person.code()));
      expect(codes).toEqual([code, code, code]);

      await researcher.openTab('Data');
      expect(linesOf(await researcher.download('CSV'))).toEqual(seen);
      expect(watched).toHaveLength(count);
      for (const [index, { text }] of (seen ?? []).entries()) expect(watched[index]).toContain(text);
    });
  });
});
