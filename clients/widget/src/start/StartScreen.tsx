import type { TargetedSubmitEvent } from 'preact';
import { useLanguage } from '../platform/language/use-language.ts';
import type { ProjectCard } from '../project/index.ts';
import { RichTextView } from '../rich-text/index.ts';
import type { NameProblem } from '../visit/index.ts';
import { NameField } from './NameField.tsx';

type Props = {
  project: ProjectCard;
  isFound: boolean;
  isBusy: boolean;
  nameProblem: NameProblem | null;
  start: (name?: string) => void;
  goOn: () => void;
  startAsSomeoneElse: () => void;
};

const nameIn = (form: HTMLFormElement): string | undefined => {
  const name = new FormData(form).get('name');
  return typeof name === 'string' ? name : undefined;
};

const StartForm = ({ project, isBusy, nameProblem, start }: Props) => {
  const { text } = useLanguage();
  const submit = (event: TargetedSubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    if (!isBusy) start(nameIn(event.currentTarget));
  };
  return (
    <form class="form" onSubmit={submit}>
      {project.naming === 'asked' && <NameField problem={nameProblem} />}
      <button type="submit" class="button button-action button-wide" aria-disabled={isBusy}>
        {text(isBusy ? 'starting' : 'start')}
      </button>
    </form>
  );
};

export const StartScreen = (props: Props) => {
  const { text } = useLanguage();
  const { project, isFound, goOn, startAsSomeoneElse } = props;
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
        <StartForm {...props} />
      )}
    </div>
  );
};
