import { ApiError, createConnection, createHttp } from '@convomatic/sdk';
import { render } from 'preact';
import { App } from './App.tsx';
import { chooseLanguage } from './platform/language/choose-language.ts';
import type { Language } from './platform/language/language.ts';
import { fitToKeyboard } from './platform/fit-to-keyboard.ts';
import { readProjectCard } from './project/index.ts';
import { createSeat, readArrival } from './seat/index.ts';
import { createChime } from './sound/index.ts';
import { createKept } from './platform/storage.ts';
import { Visit } from './visit/index.ts';
import './style/tokens.css';
import './style/base.css';
import './style/chat.css';

/** After the first screen is drawn. */
const preloadMs = 300;

const rightToLeft = ['ar', 'fa', 'he', 'ur'];

const markPage = ({ tag }: Language, name: string | undefined): void => {
  document.documentElement.lang = tag;
  document.documentElement.dir = rightToLeft.includes(tag.split('-')[0] ?? '') ? 'rtl' : 'ltr';
  if (name) document.title = name;
};

const loadSocket = async () => {
  try {
    return (await import('socket.io-client')).io;
  } catch (cause) {
    throw new ApiError('network', 'A part of the page could not be loaded.', { cause });
  }
};

const createVisit = (project: ReturnType<typeof readProjectCard>): Visit => {
  const arrival = readArrival(location);
  const tab = createKept(() => sessionStorage);
  const browser = createKept(() => localStorage);
  const seat = createSeat({
    slug: arrival?.slug ?? '',
    externalId: arrival?.external_id ?? null,
    tab,
    browser,
  });
  return new Visit({
    project,
    arrival,
    seat,
    tab,
    createCall: (token) => createHttp({ token }),
    connect: (boot) => createConnection({ boot, io: loadSocket }),
    newId: () => crypto.randomUUID(),
    later: (act, ms) => void setTimeout(act, ms),
  });
};

const project = readProjectCard(document);
const language = await chooseLanguage(navigator.languages);
const visit = createVisit(project);
const root = document.getElementById('app');
if (!root) throw new Error('The page has no place for the widget.');
markPage(language, project?.name);
fitToKeyboard();
visit.open();
render(<App visit={visit} project={project} language={language} chime={createChime(document)} />, root);
// What cannot be had now is asked for again when it is needed.
setTimeout(() => void loadSocket().catch(() => undefined), preloadMs);
