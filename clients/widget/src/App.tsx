import { LiveRegions } from './announcements/index.ts';
import { EndedScreen } from './ended/index.ts';
import type { Language } from './platform/language/language.ts';
import { LanguageContext } from './platform/language/use-language.ts';
import type { ProjectCard } from './project/index.ts';
import type { Chime } from './sound/index.ts';
import { StartScreen } from './start/index.ts';
import { TroubleScreen } from './trouble/index.ts';
import { PlaceScreen } from './PlaceScreen.tsx';
import { screenName, useArrivalAtScreen } from './visit/index.ts';
import { useCell } from './platform/use-cell.ts';
import type { Visit, VisitState } from './visit/index.ts';

type Props = { visit: Visit; project: ProjectCard | null; language: Language; chime: Chime };

/** The screen that a state asks for. */
const CurrentScreen = ({ state, visit, project, language, chime }: Props & { state: VisitState }) => {
  const { screen, status, unsent } = state;
  if (screen.at === 'trouble') return <TroubleScreen {...screen} retry={visit.retry} />;
  if (screen.at === 'ended') return <EndedScreen {...screen} />;
  if (screen.at === 'start' && project) {
    const actions = { start: visit.join, goOn: visit.resume, startAsSomeoneElse: visit.startAsSomeoneElse };
    return <StartScreen {...screen} {...actions} project={project} />;
  }
  if (screen.at === 'place' && visit.stay)
    return <PlaceScreen {...{ place: screen.place, stay: visit.stay, chime, status, unsent }} />;
  return <p class="page page-centred second">{language.text('opening')}</p>;
};

export const App = (props: Props) => {
  const state = useCell(props.visit.state);
  const root = useArrivalAtScreen(screenName(state.screen));
  return (
    <LanguageContext.Provider value={props.language}>
      <LiveRegions state={state} />
      <main ref={root}>
        <CurrentScreen {...props} state={state} />
      </main>
    </LanguageContext.Provider>
  );
};
