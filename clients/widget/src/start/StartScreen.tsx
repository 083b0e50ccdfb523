import { useLanguage } from '../platform/language/use-language.ts';
import type { ProjectCard } from '../project/index.ts';
import { RichTextView } from '../rich-text/index.ts';

type Props = {
  project: ProjectCard;
  isFound: boolean;
  isBusy: boolean;
  start: () => void;
  goOn: () => void;
  startAsSomeoneElse: () => void;
};

export const StartScreen = ({ project, isFound, isBusy, start, goOn, startAsSomeoneElse }: Props) => {
  const { text } = useLanguage();
  return (
    <div class="page">
      <h1 tabIndex={-1} lang={project.language} dir="auto">
        {project.name}
      </h1>
      <RichTextView doc={project.welcome} language={project.language} variables={{ project: project.name }} />
      {isFound ? (
        <>
          <p class="second">{text('goOnText')}</p>
          <button type="button" class="button button-action button-wide" onClick={goOn}>
            {text('goOn')}
          </button>
          <button type="button" class="button-link" onClick={startAsSomeoneElse}>
            {text('someoneElse')}
          </button>
        </>
      ) : (
        <button
          type="button"
          class="button button-action button-wide"
          aria-disabled={isBusy}
          onClick={isBusy ? undefined : start}
        >
          {text(isBusy ? 'starting' : 'start')}
        </button>
      )}
    </div>
  );
};
